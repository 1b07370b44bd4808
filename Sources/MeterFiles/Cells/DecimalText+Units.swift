import Metering
import Quantities

extension DecimalText {
    /// The same amount in another unit, exactly; nil where the two count other things, or where no
    /// decimal of 38 digits is exact (a megajoule is no finite decimal of kilowatt-hours).
    func turned(from unit: MeterUnit, to target: MeterUnit) -> DecimalText? {
        guard unit.dimension == target.dimension, unit.isPower == target.isPower else { return nil }
        var factor = Int128(unit.scale)
        let divisor = Int128(target.scale)
        var places = scale
        while factor % divisor != 0 {
            guard places < 38, places - scale < 12 else { return nil }
            factor *= 10
            places += 1
        }
        let (product, overflow) = significand.multipliedReportingOverflow(by: factor / divisor)
        return overflow ? nil : DecimalText(significand: product, scale: places)
    }
}
