/// A binary tree over the bits of addresses, as databases of addresses hold it.
///
/// Branches may meet again: what IPv6 writes of IPv4 leads to the same nodes.
protocol SearchTree {
    /// How many nodes there are; the first is the root.
    var nodeCount: Int { get }

    /// The nodes that a node's branches lead to, each below ``nodeCount``; nil where a branch ends.
    func children(of node: Int) -> (zero: Int?, one: Int?)
}

extension SearchTree {
    /// Whether every way from the root ends after at most that many nodes: so there is no cycle, and nothing that no address can reach.
    ///
    /// The time is linear in the nodes however the branches meet, and the memory a byte for each: what lies below a node is measured once.
    func isNoDeeper(than limit: Int) -> Bool {
        guard nodeCount > 0 else { return true }
        precondition((1...254).contains(limit))
        // The most nodes on a way from here to its end, this one included; zero for what is not measured yet.
        var heights = [UInt8](repeating: 0, count: nodeCount)
        var path: [(node: Int, branchesTaken: UInt8)] = [(0, 0)]
        while let (node, taken) = path.last {
            let children = children(of: node)
            guard taken < 2 else {
                heights[node] = 1 + max(children.zero.map { heights[$0] } ?? 0, children.one.map { heights[$0] } ?? 0)
                path.removeLast()
                continue
            }
            path[path.count - 1].branchesTaken = taken + 1
            guard let child = taken == 0 ? children.zero : children.one else { continue }
            // A node that is on the path already has no height yet, so a cycle grows until it meets the limit.
            guard path.count + max(1, Int(heights[child])) <= limit else { return false }
            if heights[child] == 0 { path.append((child, 0)) }
        }
        return true
    }
}
