import OrderedJSON

/// `device` of the session document (`SessionDevice` in the schema).
public struct DeviceSection: Sendable, JSONWritable {
    private let profile: ClientProfile
    private let observations: Observations

    /// The section for a session.
    /// - Parameter profile: the session's client, if it is known already.
    public init(_ evidence: Evidence, profile: ClientProfile? = nil) {
        self.profile = profile ?? ClientProfile(evidence)
        observations = evidence.observations
    }

    /// Width and height of the screen, such as `1440x900`; nil when it was not observed.
    public var screenSize: String? {
        guard let width = observations.screen?.width, let height = observations.screen?.height else { return nil }
        return "\(width)x\(height)"
    }

    /// Whether the device can be touched; nil when it was not observed.
    public var isTouchCapable: Bool? {
        let points = observations.navigator?.maxTouchPoints.map { $0 > 0 }
        let events = observations.capabilities?.touchEvents
        if points == nil, events == nil { return nil }
        return points ?? false || events ?? false
    }

    /// Writes the section.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("form_factor", profile.formFactor.rawValue)
            $0.field(
                "operating_system",
                object: {
                    $0.field("name", profile.operatingSystem.name)
                    $0.field("version", profile.operatingSystem.version)
                })
            $0.field("architecture", profile.architecture)
            $0.field("screen", object: writeScreen)
            $0.field(
                "locale",
                object: {
                    $0.field("timezone", observations.locale?.timezone)
                    $0.field("primary_language", observations.navigator?.language)
                    $0.field("languages", observations.navigator?.languages ?? [])
                })
            $0.field("capabilities", object: writeCapabilities)
        }
    }

    private func writeScreen(to writer: inout JSONWriter) {
        writer.field("size", screenSize)
        writer.field("color_depth", observations.screen?.colorDepth)
        writer.field("pixel_ratio", observations.screen?.pixelRatio)
        writer.field("orientation_type", observations.screen?.orientationType)
    }

    private func writeCapabilities(to writer: inout JSONWriter) {
        let capabilities = observations.capabilities
        writer.field(
            "touch",
            object: {
                $0.field("available", isTouchCapable)
                $0.field("max_touch_points", observations.navigator?.maxTouchPoints)
            })
        writer.field(
            "storage",
            object: {
                let storage = observations.storage
                $0.field("cookies", storage?.cookies)
                $0.field("local_storage", storage?.localStorage)
                $0.field("indexed_db", storage?.indexedDb)
                $0.field("service_worker", storage?.serviceWorker)
                $0.field("window_name", storage?.windowName)
            })
        writer.field(
            "webgpu", object: { $0.field("available", observations.webgpu?.available ?? capabilities?.webgpu) })
        writer.field(
            "platform_authenticator",
            object: {
                $0.field("available", capabilities?.platformAuthenticator)
                $0.field("conditional_mediation", capabilities?.conditionalMediation)
            })
        writer.field(
            "media_devices",
            object: {
                $0.field("available", capabilities?.mediaDevices ?? observations.media?.available)
            })
        writer.field(
            "speech_synthesis",
            object: {
                $0.field("available", capabilities?.speechSynthesis ?? observations.speech?.available)
            })
    }
}
