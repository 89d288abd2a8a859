import Sessions

/// How long a directory may be used without asking again (RFC 9111, section 4.2), within bounds: a minute, so that no signer makes this
/// server ask for each request, and a day, so that a key that was taken back is not believed for longer.
enum CacheLifetime {
    static let shortest = Duration.seconds(60)
    static let longest = Duration.days(1)
    /// Where the response says nothing.
    static let usual = Duration.seconds(3600)

    static func of(_ headers: [MessageField], at now: Timestamp) -> Duration {
        let control = CacheControl(value("cache-control", headers))
        guard !control.forbidsReuse else { return shortest }
        guard let stated = control.lifetime ?? expiry(headers, now) else { return usual }
        let age = seconds(value("age", headers)) ?? 0
        return min(max(.seconds(stated - age), shortest), longest)
    }

    /// `Expires`, counted from the response's own `Date` where it has one.
    private static func expiry(_ headers: [MessageField], _ now: Timestamp) -> Int64? {
        guard let text = value("expires", headers) else { return nil }
        // A date that cannot be read lies in the past (RFC 9111, section 5.3).
        guard let expires = HTTPDate.moment(text) else { return 0 }
        let date = value("date", headers).flatMap(HTTPDate.moment) ?? now
        return (expires.milliseconds - date.milliseconds) / 1000
    }

    private static func value(_ name: String, _ headers: [MessageField]) -> String? {
        let lines = headers.filter { $0.name == name }.map(\.value)
        return lines.isEmpty ? nil : lines.joined(separator: ",")
    }

    /// `delta-seconds`; what is longer than nine digits is as good as nine of them.
    fileprivate static func seconds(_ text: (some StringProtocol)?) -> Int64? {
        guard let text, !text.isEmpty, text.utf8.allSatisfy(ASCII.isDigit) else { return nil }
        return text.utf8.count > 9 ? 999_999_999 : Int64(text)
    }

    /// The directives that matter here; a shared cache's own come first.
    private struct CacheControl {
        var forbidsReuse = false
        var maxAge: Int64?
        var sharedMaxAge: Int64?
        var lifetime: Int64? { sharedMaxAge ?? maxAge }

        init(_ text: String?) {
            for directive in (text ?? "").utf8.prefix(1024).split(separator: UInt8(ascii: ",")) {
                let parts = ASCII.trimmed(ASCII.lowercased(String(decoding: directive, as: UTF8.self)))
                    .split(separator: "=", maxSplits: 1)
                let argument = parts.count > 1 ? parts[1].filter { $0 != "\"" } : nil
                switch parts.first {
                case "no-store", "no-cache": forbidsReuse = true
                case "max-age": maxAge = CacheLifetime.seconds(argument) ?? 0
                case "s-maxage": sharedMaxAge = CacheLifetime.seconds(argument) ?? 0
                default: continue
                }
            }
        }
    }
}

/// `IMF-fixdate`, the one form of dates that HTTP still makes (RFC 9110, section 5.6.7).
enum HTTPDate {
    private static let months = [
        "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06", "Jul": "07", "Aug": "08",
        "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
    ]

    /// Reads `Tue, 20 Apr 2021 02:07:55 GMT`; nil for anything else.
    static func moment(_ text: String) -> Timestamp? {
        let parts = ASCII.trimmed(text).split(separator: " ")
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT", let month = months[String(parts[2])] else {
            return nil
        }
        return Timestamp("\(parts[3])-\(month)-\(parts[1])T\(parts[4])Z")
    }
}
