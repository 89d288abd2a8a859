/// How long the mouse took to get to the places that were pressed, held against how far away they were.
///
/// By Fitts's law the time of an aimed movement grows with its index of difficulty, in bits: the logarithm to base 2 of one more than
/// the distance in units of the target's width. How wide targets are the agent does not say, so all count as
/// ``InteractionTrace/nominalTargetWidth`` wide; that shifts the index by little, and the residuals by less.
///
/// Sources: P. M. Fitts, The information capacity of the human motor system, J. Exp. Psychol. 47 (1954); I. S. MacKenzie, Fitts' law as
/// a research and design tool in human-computer interaction, Human-Computer Interaction 7 (1992): the index in this form.
public struct ApproachFeatures: Sendable, Equatable {
    /// Approaches that were measured: movements of 30 px or more, with three moves or more, that end in a press.
    public var count = 0
    /// Time from the first move of an approach to the last; nil without one.
    public var duration: Distribution?
    /// The index of difficulty, bits; nil without an approach.
    public var difficulty: Distribution?
    /// By how much longer an approach takes for each bit, ms; nil under six approaches, or where their difficulty varies by less than
    /// 0.4 bits (standard deviation). People, over a minute: −130 to 210, in the middle 83.
    public var millisecondsPerBit: Double?
    /// The standard deviation of what the line leaves unexplained, in units of the mean time; nil as before. People: 0.19 or
    /// more. A program that takes the same time for every way, or the time that the law states, leaves hardly anything.
    public var residual: Double?

    /// No approaches.
    public init() {}
}
