import CMalloc

/// The storage that growing tables leave behind (内存归还).
enum OutgrownMemory {
    /// Has it given back to the system at once, as far as it is large.
    ///
    /// The allocator of glibc else raises its limit with every such piece and keeps them among what stays: with 35,000
    /// meters a tenth of the memory of an ingest. The limit is the one that it begins with.
    static func giveBack() {
        mallopt(M_MMAP_THRESHOLD, 128 * 1_024)
    }
}
