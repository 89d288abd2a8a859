import Detection
import Evidence
import OrderedJSON
import Sessions

/// Why a session is judged as it is (`SessionExplanation` in the schema).
public struct ExplanationView: Sendable {
    /// Where the policy that was judged under comes from.
    public struct Source: Sendable {
        /// The file's name.
        public var file: String
        /// What the operator calls it; nil for nothing.
        public var label: String?
        /// Its SHA-256 in hexadecimal digits.
        public var digest: String

        /// Where a policy comes from.
        public init(file: String, label: String?, digest: String) {
            self.file = file
            self.label = label
            self.digest = digest
        }
    }

    private let id: SessionID
    private let decision: Decision?
    private let explanation: Explanation
    private let policy: Source?

    /// An explanation of a session.
    /// - Parameters:
    ///   - decision: the latest decision; nil when there is none yet.
    ///   - policy: where the policy of the rules comes from; nil for none.
    public init(id: SessionID, decision: Decision?, explanation: Explanation, policy: Source?) {
        self.id = id
        self.decision = decision
        self.explanation = explanation
        self.policy = policy
    }
}

extension ExplanationView: JSONWritable {
    /// Writes the explanation.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "session_explanation")
            $0.field("session_id", id.text)
            writeDecision(&$0)
            writeJudgedAgain(&$0)
            writeWeighing(&$0)
            $0.field("signals", explanation.signals)
            $0.field("muted_signals", explanation.muted)
            $0.field("counterfactual", explanation.counterfactual)
            writePolicy(&$0)
        }
    }

    private func writeDecision(_ writer: inout JSONWriter) {
        guard let decision else {
            writer.null("decision")
            return
        }
        writer.field(
            "decision",
            object: {
                $0.field("event_id", decision.id.text)
                $0.field("verdict", decision.verdict)
                $0.field("risk_score", decision.riskScore)
                $0.field("phase", decision.phase)
                $0.field("is_provisional", decision.isProvisional)
                $0.field("rules", decision.rules)
                $0.field("evaluated_at", decision.evaluatedAt)
            })
    }

    private func writeJudgedAgain(_ writer: inout JSONWriter) {
        writer.field(
            "judged_again",
            object: {
                $0.field("verdict", explanation.verdict)
                $0.field("risk_score", explanation.riskScore)
                $0.field("phase", explanation.phase)
                $0.field("rules", explanation.rules.version)
                $0.field(
                    "thresholds",
                    object: {
                        $0.field("inconclusive", explanation.rules.thresholds.inconclusive)
                        $0.field("bot", explanation.rules.thresholds.bot)
                    })
                // Whether what is explained here is what was decided then.
                $0.field(
                    "agrees",
                    decision.map { $0.riskScore == explanation.riskScore && $0.verdict == explanation.verdict })
            })
    }

    private func writeWeighing(_ writer: inout JSONWriter) {
        writer.field(
            "weighing",
            object: {
                $0.field("prior", explanation.prior.plain)
                $0.field("log_odds", explanation.logOdds.plain)
                $0.field("weighed_score", explanation.weighed)
                $0.field("bounds", explanation.bounds.map(\.rawValue))
                $0.field("risk_score", explanation.riskScore)
            })
    }

    private func writePolicy(_ writer: inout JSONWriter) {
        guard let policy else {
            writer.null("policy")
            return
        }
        writer.field(
            "policy",
            object: {
                $0.field("file", policy.file)
                $0.field("label", policy.label)
                $0.field("sha256", policy.digest)
                $0.field("listing", explanation.listing.map(ListingView.init))
            })
    }
}

/// The entry of a list.
private struct ListingView: JSONWritable {
    let listing: PolicyListing

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("disposition", listing.disposition.rawValue)
            $0.field("kind", listing.kind.rawValue)
            $0.field("entry", listing.entry)
            $0.field("line", listing.line)
            $0.field("note", listing.note)
        }
    }
}

extension Explanation.FoundSignal: JSONWritable {
    /// Writes the signal and what it did.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("signal", signal.slug)
            $0.field("name", signal.name)
            $0.field("category", signal.category)
            $0.field("strength", signal.strength)
            $0.field("effect", signal.effect.rawValue)
            $0.field("extent", extent.plain)
            $0.field(
                "contribution",
                object: {
                    $0.field("decides_alone", decidesAlone)
                    $0.field("nats", nats.plain)
                    $0.field("points", points)
                })
            $0.field("detail", detail)
            $0.field("explanation", signal.explanation)
            $0.field("innocent_causes", signal.innocentCauses)
            switch adjustment {
            case .muted: $0.field("policy", "muted")
            case .weighted(let factor): $0.field("policy", "weight \(factor)")
            case nil: $0.null("policy")
            }
            $0.field("evidence", evidence)
        }
    }
}

extension ObservedValue: JSONWritable {
    /// Writes `{path, value}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("path", path)
            $0.field("value", value)
        }
    }
}

extension Counterfactual: JSONWritable {
    /// Writes what would have to be gone, and what would have to be found.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("milder", milder)
            $0.field("worse", worse)
            $0.field("missing", missing)
        }
    }
}

extension Counterfactual.Change: JSONWritable {
    /// Writes `{without, verdict, risk_score}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("without", without)
            $0.field("verdict", verdict)
            $0.field("risk_score", riskScore)
        }
    }
}

extension Counterfactual.Missing: JSONWritable {
    /// Writes `{verdict, points, findings}`; null where no number of findings is enough.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("verdict", verdict)
            $0.field("points", points)
            $0.field(
                "findings",
                object: {
                    $0.field("moderate", findings[.moderate])
                    $0.field("strong", findings[.strong])
                    $0.field("definitive", findings[.definitive])
                })
        }
    }
}

extension Double {
    /// With three decimals, for people.
    fileprivate var plain: Double { (self * 1000).rounded() / 1000 }
}
