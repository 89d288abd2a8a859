import Detection
import Evidence
import OrderedJSON

extension SignalCase {
    static let engineTruth: [SignalCase] = [
        .init(
            "engine_version_understated", fires: { $0.behave(like: 156, claiming: 120) },
            quiet: { $0.behave(like: 156, claiming: 154) }),
        .init(
            "engine_version_understated",
            fires: { $0.behave(like: 153, as: .gecko, claiming: UserAgents.firefox(128)) },
            quiet: { $0.behave(like: 153, as: .gecko, claiming: UserAgents.firefox(151)) }),
        .init(
            "engine_version_understated", fires: { $0.behave(like: 26.2, as: .webkit, claiming: UserAgents.safari) },
            quiet: { $0.behave(like: 26.2, as: .webkit, claiming: UserAgents.epiphany) }),
        // Flags leave gaps: what the versions between brought by default is missing.
        .init(
            "engine_version_understated", fires: { $0.behave(like: 128, claiming: 115) },
            quiet: { $0.behave(like: 115, claiming: 115, adding: ["CommandEvent", "Observable", "CSSFunctionRule"]) }),
        // Pages bring functions along; only a clean frame has the engine's own.
        .init(
            "engine_version_understated", fires: { $0.behave(like: 134, claiming: 120) },
            quiet: {
                $0.behave(like: 120, claiming: 120, adding: ["Promise.try", "Set.prototype.union", "RegExp.escape"])
                $0["engine.features_realm"] = "page"
            }),
        .init(
            "engine_version_overstated", fires: { $0.behave(like: 96, claiming: 156) },
            quiet: { $0.behave(like: 154, claiming: 156) }),
        // A fork that leaves two features out has the newer ones all the same.
        .init(
            "engine_version_overstated", fires: { $0.behave(like: 130, claiming: 156) },
            quiet: { $0.behave(like: 156, claiming: 156, without: ["TrustedHTML", "URLPattern"]) }),
        .init(
            "engine_marks_mismatch", fires: { $0["engine.features"] = ["WebKitPoint", "GestureEvent"] },
            quiet: { $0["engine.features"] = ["WebKitPoint"] }),
        .init(
            "engine_marks_mismatch",
            fires: {
                $0.claim(UserAgents.safari)
                $0["engine.features"] = ["webkitRequestFileSystem", "BackgroundFetchManager"]
            },
            quiet: {
                $0.claim(UserAgents.safari)
                $0["engine.features"] = ["WebKitPoint", "GestureEvent", "ApplePaySession"]
            }),
        .init(
            "engine_features_contradict",
            fires: { $0.behave(like: 156, claiming: 156, without: ["TrustedHTML", "URLPattern"]) },
            quiet: { $0.behave(like: 156, claiming: 156, without: ["TrustedHTML"]) }),
        .init(
            "outdated_engine", fires: { $0.behave(like: 96, claiming: 156) },
            quiet: { $0.behave(like: 120, claiming: 156) }),
    ]
}
