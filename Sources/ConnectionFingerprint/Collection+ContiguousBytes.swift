extension Collection<UInt8> {
    /// Calls the body with the bytes where they lie, or with a copy where they lie scattered.
    ///
    /// Inlined into other modules, so that it is compiled for the kind of collection that they hand over.
    @inlinable
    func withContiguousBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        if let value = withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) { return value }
        return Array(self).withUnsafeBytes { body($0) }
    }
}
