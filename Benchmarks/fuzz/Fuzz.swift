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
        ]
            + ["w", "x", "y", "z"].map {
                meter(
                    $0, .interval, .kilowattHour, nil, .start,
                    power: DecimalText(significand: 900, scale: 0))
            }, siteCalendar: london)
}()

/// Headers with the rows by which their plans are settled, once; what the fuzzer makes are the rows below.
/// The first byte of an input chooses one of them.
private let forms: [TwoWays.Form] = {
    let long = "2025-10-26T00:00:00+01:00,a,1.5\n2025-10-26T00:00:00+01:00,bb,2.5\n"
    let naive = "2025-10-26 00:00:00,a,1.5\n2025-10-26 00:15:00,bb,2.5\n"
    let texts: [(head: String, rows: String, name: String)] =
        [
            ("timestamp,meter_id,value\n", long, "x.csv"),
            ("timestamp,meter_id,value\n", naive, "x.csv"),
            ("\"time\";\"meter\";\"value\"\r\n", naive.replacing(",", with: ";"), "x.csv"),
            (
                "value\tmeter_id\ttimestamp\n",
                "1.5\ta\t2025-10-26 00:15\n2.5\tbb\t2025-10-26 00:30\n",
                "x.csv"
            ),
            (
                "timestamp|meter_id|value|note\n",
                "2025-10-26T00:00Z|a|1.5|x\n2025-10-26T00:15Z|a|1.5|\n", "x.csv"
            ),
            (
                "timestamp,a,bb,meter-c\n", "2025-10-26T00:00Z,1,2,3\n2025-10-26T00:15Z,1,,3\n",
                "x.csv"
            ),
            (
                "timestamp,a,a meter with a long name,f,bb\n",
                "2025-10-26 00:00,1,2,3,4\n2025-10-26 00:15,1,2,3,4\n", "x.csv"
            ),
            ("timestamp,value\n", "2025-10-26T00:00Z,1\n2025-10-26T00:15Z,1\n", "a.csv"),
            ("timestamp,value\n", "2025-10-26 00:00,1\n2025-10-26 00:15,1\n", "meter-number-d.csv"),
            ("", "2025-10-26 00:00,meter-c,1\n2025-10-26 00:15,meter-c,2\n", "x.csv"),
            ("epoch;meter_id;value\n", "1761440400;a;1.5\n1761441300;a;2.5\n", "x.csv"),
        ]
        + [("Z", "T"), ("", " ")].map { zone, mark in
            // Two sweeps over four meters, so that what the fuzzer makes may be the next ones.
            let sweeps = ["00", "15"].flatMap { minute in
                ["w", "x", "y", "z"].map { "2025-10-25\(mark)23:\(minute):00\(zone),\($0),1.25\n" }
            }
            return ("timestamp,meter_id,value\n" + sweeps.joined(), "", "x.csv")
        }
    return texts.map { text in
        guard let form = try? ways.form(head: text.head, rows: text.rows, name: text.name) else {
            fatalError("no plain plan for \(text.head)")
        }
        return form
    }
}()

/// Tells that each input is a whole file, whose form is told from its first rows.
private let isWhole = ProcessInfo.processInfo.environment["FUZZ_WHOLE"] != nil

/// The bytes as a file, for what reads a file again.
private let path = "/dev/shm/carbongrade-fuzz-\(getpid())"
private let file: CInt = {
    let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    precondition(file >= 0, "no place for a file")
    return file
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let difference: String?
    if isWhole {
        ftruncate(file, 0)
        pwrite(file, data, size, 0)
        difference = ways.difference(on: Array(bytes), path: path)
    } else {
        guard let first = bytes.first else { return 0 }
        difference = ways.difference(
            onRows: UnsafeBufferPointer(rebasing: bytes.dropFirst()),
            of: forms[Int(first) % forms.count])
    }
    if let difference {
        // libFuzzer keeps the input of a run that aborts.
        FileHandle.standardError.write(Data("The two ways differ: \(difference)\n".utf8))
        abort()
    }
    return 0
}
