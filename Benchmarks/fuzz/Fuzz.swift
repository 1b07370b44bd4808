import Foundation
import MeterFiles
import Metering
import Quantities

/// The meters that fuzzed files speak of: of every kind that may be summed while it streams past. The
/// fuzzer calls from one thread.
private nonisolated(unsafe) let ways: TwoWays = {
    // A zone that sets its clocks back an hour on 2025-10-26 01:00 UTC, and forward on 2025-03-30.
    let london = LocalCalendar(
        identifier: "Europe/London", changes: [1_743_296_400, 1_761_440_400],
        offsets: [0, 3_600, 0])
    func meter(
        _ id: String, _ quantity: Meter.Quantity, _ unit: MeterUnit, _ interval: Int64?,
        _ label: Meter.Label, multiplier: DecimalText = .one, power: DecimalText? = nil
    ) -> Meter {
        Meter(
            id: id, siteID: "s", account: .it, medium: "electricity", quantity: quantity,
            unit: unit, multiplier: multiplier, intervalSeconds: interval, label: label,
            calendar: london, registerMax: nil, maxPowerKilowatts: power, parentID: nil,
            measurementPoint: nil, validity: Meter.always, layout: nil)
    }
    return TwoWays(
        [
            meter("a", .interval, .kilowattHour, 900, .start),
            meter("bb", .interval, .kilowattHour, nil, .end),
            meter("meter-c", .power, .kilowatt, nil, .start),
            meter("meter-number-d", .register, .kilowattHour, nil, .start),
            meter("a meter with a long name", .interval, .megawattHour, 3_600, .start),
            meter(
                "f", .interval, .wattHour, 3_600, .end,
                multiplier: DecimalText(significand: 333, scale: 3),
                power: DecimalText(significand: 5, scale: 0)),
        ], siteCalendar: london)
}()

/// The bytes as a file, for what reads a file again.
private let path = "/dev/shm/carbongrade-fuzz-\(getpid())"
private let file: CInt = {
    let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    precondition(file >= 0, "no place for a file")
    return file
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    ftruncate(file, 0)
    pwrite(file, data, size, 0)
    if let difference = ways.difference(on: bytes, path: path) {
        print("The two ways differ: \(difference)")
        fatalError(difference)
    }
    return 0
}
