extension String {
    /// Whether a text holds another, byte by byte. Foundation's search and regular expressions are far slower.
    package func holds(_ needle: StaticString) -> Bool {
        needle.withUTF8Buffer { needle in
            var text = self
            return text.withUTF8 { hay in
                guard hay.count >= needle.count, let first = needle.first else { return needle.isEmpty }
                for start in 0...(hay.count - needle.count) where hay[start] == first {
                    if (1..<max(needle.count, 1)).allSatisfy({ hay[start + $0] == needle[$0] }) { return true }
                }
                return false
            }
        }
    }
}
