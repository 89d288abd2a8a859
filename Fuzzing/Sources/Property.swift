/// Ends the process where a property does not hold; libFuzzer then keeps the input.
/// - Parameters:
///   - holds: whether it holds.
///   - property: what must be so, in words for a person.
///   - seen: what was seen in its place.
func mustHold(_ holds: Bool, _ property: StaticString, _ seen: @autoclosure () -> String = "") {
    guard !holds else { return }
    fatalError("does not hold: \(property) \(seen())")
}
