import Glibc

/// Closed curves of the kind that banknotes wear (玑镂花纹); ornament only.
enum Rosette {
    /// A curve that swings between two radii so many times around.
    static func points(
        x: Double, y: Double, inner: Double, outer: Double, petals: Int, turn: Double = 0
    ) -> [(Double, Double)] {
        let steps = petals * 24
        return (0..<steps).map { step in
            let angle = 2 * Double.pi * Double(step) / Double(steps)
            let swing = (cos(angle * Double(petals) + turn) + 1) / 2
            let radius = inner + (outer - inner) * swing
            return (x + radius * cos(angle), y + radius * sin(angle))
        }
    }
}
