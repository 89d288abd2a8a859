/// The values of a message's components (RFC 9421, sections 2.1 to 2.4).
struct ComponentValues {
    private let message: SignedMessage
    private let headers: FieldValues
    private let trailers: FieldValues

    init(_ message: SignedMessage) throws(MessageSignatureError) {
        self.message = message
        headers = try FieldValues(message.headers)
        trailers = try FieldValues(message.trailers)
    }

    func value(of component: CoveredComponent) throws(MessageSignatureError) -> String {
        if component.isOfRequest {
            guard case .response(let response) = message else {
                throw MessageSignatureError(.unfit, component.identifier)
            }
            guard let request = response.request else { throw MessageSignatureError(.missing, component.identifier) }
            return try ComponentValues(.request(request)).ownValue(of: component)
        }
        return try ownValue(of: component)
    }

    private func ownValue(of component: CoveredComponent) throws(MessageSignatureError) -> String {
        guard component.isDerived else { return try fieldValue(of: component) }
        switch message {
        case .request(let request):
            return try derivedValue(of: component, request)
        case .response(let response):
            guard component.name == "@status" else { throw MessageSignatureError(.unfit, component.identifier) }
            return String(response.status)
        }
    }

    private func derivedValue(
        of component: CoveredComponent, _ request: SignedRequest
    ) throws(MessageSignatureError) -> String {
        switch component.name {
        case "@method": return request.method
        case "@target-uri":
            return "\(request.normalScheme)://\(request.normalAuthority)\(request.normalPath)\(request.queryPart)"
        case "@authority": return request.normalAuthority
        case "@scheme": return request.normalScheme
        case "@request-target": return request.normalPath + request.queryPart
        case "@path": return request.normalPath
        case "@query": return "?" + (request.query ?? "")
        case "@query-param": return try queryParameter(of: component, request)
        default: throw MessageSignatureError(.unfit, component.identifier)
        }
    }

    private func queryParameter(
        of component: CoveredComponent, _ request: SignedRequest
    ) throws(MessageSignatureError) -> String {
        guard let name = component.queryName else { throw MessageSignatureError(.unfit, component.identifier) }
        let values = QueryParameters.values(of: name, in: request.query ?? "")
        guard let value = values.first else { throw MessageSignatureError(.missing, component.identifier) }
        // Which of several is meant cannot be told (section 2.2.8).
        guard values.count == 1 else { throw MessageSignatureError(.repeated, component.identifier) }
        return value
    }

    private func fieldValue(of component: CoveredComponent) throws(MessageSignatureError) -> String {
        let fields = component.isTrailer ? trailers : headers
        guard let lines = try fields.lines(component.name), let text = try fields.combined(component.name) else {
            throw MessageSignatureError(.missing, component.identifier)
        }
        if component.isByteSequence {
            return lines.map { ":\(Base64.encode(Array($0.utf8))):" }.joined(separator: ", ")
        }
        if let key = component.key { return try member(key, of: text, component) }
        return component.isStrict ? try strictForm(of: text, component) : text
    }

    private func member(
        _ key: String, of text: String, _ component: CoveredComponent
    ) throws(MessageSignatureError) -> String {
        guard let dictionary = try? StructuredField.dictionary(text) else {
            throw MessageSignatureError(.malformed, component.identifier)
        }
        guard !dictionary.repeatedKeys.contains(key) else {
            throw MessageSignatureError(.repeated, component.identifier)
        }
        guard let member = dictionary[key] else { throw MessageSignatureError(.missing, component.identifier) }
        guard let value = member.canonical else { throw MessageSignatureError(.unserializable, component.identifier) }
        return value
    }

    private func strictForm(
        of text: String, _ component: CoveredComponent
    ) throws(MessageSignatureError) -> String {
        let form =
            switch Self.structure[component.name] {
            case .dictionary: (try? StructuredField.dictionary(text))?.canonical
            case .list: (try? StructuredField.list(text))?.canonical
            case .item: (try? StructuredField.item(text))?.canonical
            case nil: String?.none
            }
        guard let form else { throw MessageSignatureError(.unserializable, component.identifier) }
        return form
    }

    private enum Structure { case dictionary, list, item }

    /// The strict form can only be made of fields whose structure is known (section 2.1.1).
    private static let structure: [String: Structure] = [
        "accept-ch": .list, "accept-signature": .dictionary, "cache-status": .list, "client-cert": .item,
        "client-cert-chain": .list, "cdn-cache-control": .dictionary, "content-digest": .dictionary,
        "idempotency-key": .item, "priority": .dictionary, "proxy-status": .list, "repr-digest": .dictionary,
        "sec-ch-ua": .list, "sec-ch-ua-arch": .item, "sec-ch-ua-bitness": .item, "sec-ch-ua-full-version-list": .list,
        "sec-ch-ua-mobile": .item, "sec-ch-ua-model": .item, "sec-ch-ua-platform": .item,
        "sec-ch-ua-platform-version": .item, "sec-gpc": .item, "signature": .dictionary,
        "signature-agent": .dictionary, "signature-input": .dictionary, "want-content-digest": .dictionary,
        "want-repr-digest": .dictionary,
    ]
}

extension SignedRequest {
    var normalScheme: String { ASCII.lowercased(scheme) }
    fileprivate var normalPath: String { path.isEmpty ? "/" : path }
    fileprivate var queryPart: String { query.map { "?\($0)" } ?? "" }

    /// Host and port in small letters, without the scheme's own port (RFC 9421, section 2.2.3).
    var normalAuthority: String {
        let authority = ASCII.lowercased(authority)
        let port = normalScheme == "https" ? ":443" : ":80"
        return authority.hasSuffix(port) ? String(authority.dropLast(port.count)) : authority
    }
}
