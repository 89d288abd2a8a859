/// A binary heap: the least element is at hand, and goes or is replaced in logarithmic time.
struct Heap<Element: Comparable> {
    private var elements: [Element] = []

    /// The least element.
    var least: Element? { elements.first }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard elements[child] < elements[parent] else { return }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeLeast() {
        guard let last = elements.popLast(), !elements.isEmpty else { return }
        replaceLeast(with: last)
    }

    /// Puts an element in the place of the least one; there must be one.
    mutating func replaceLeast(with element: Element) {
        elements[0] = element
        var parent = 0
        while true {
            var least = parent
            let left = 2 * parent + 1
            if left < elements.count, elements[left] < elements[least] { least = left }
            if left + 1 < elements.count, elements[left + 1] < elements[least] { least = left + 1 }
            guard least != parent else { return }
            elements.swapAt(parent, least)
            parent = least
        }
    }
}
