import CarbonAccounting
import MeterFiles
import Provenance
import Quantities

/// Reads a file of hourly intensities into a profile: any order of rows, steps found from the
/// stamps, a row without a value missing and never zero.
struct HourlyReader {
    /// A profile is not longer than this: forty years of five minutes.
    static let longest: Int64 = 4_300_000

    let file: HourlyFile
    let record: PublicationRecord
    let name: String
    private(set) var findings: [Finding] = []

    init(_ file: HourlyFile, of record: PublicationRecord, name: String) {
        self.file = file
        self.record = record
        self.name = name
    }

    /// The profile; nil when a finding says why there is none.
    mutating func profile(of table: Table) -> IntensityProfile? {
        guard let family = record.family, file.unit.belongs(to: family) else {
            add(
                .factorUnitMismatch, nil, "unit", file.unit.rawValue,
                [
                    "expected": BilingualText(
                        "a unit of the publication's family", zh: "该出版物类别的单位")
                ])
            return nil
        }
        for column in [file.time, file.value] where !table.columns.contains(column) {
            findings.append(
                Finding(
                    .missingColumn, file: name, line: 1, column: column,
                    arguments: ["expected": "\(file.time), \(file.value)"]))
        }
        guard findings.isEmpty else { return nil }
        let samples = samples(of: table)
        guard findings.isEmpty, let step = step(of: samples) else { return nil }
        return fill(samples, step, family)
    }

    private struct Sample {
        let seconds: Int64
        let value: DecimalText?
        let line: Int
    }

    /// The rows in the order of time.
    private mutating func samples(of table: Table) -> [Sample] {
        var samples: [Sample] = []
        samples.reserveCapacity(table.rows.count)
        for row in table.rows where findings.count < 20 {
            guard let stamp = row[file.time].flatMap({ Timestamp(text: $0) }), stamp.hasTime,
                !stamp.hadFraction
            else {
                add(
                    .valueMalformed, row.line, file.time, row[file.time] ?? "",
                    ["expected": BilingualText("a UTC time", zh: "UTC 时间")], "2026-01-01T00:00Z")
                continue
            }
            let text = row[file.value]
            let printed = text.flatMap { DecimalText($0) }
            let exact = printed.flatMap { file.unit.intensity(of: $0)?.kilogramsPerKilowattHour }
            if let text, text != "null", printed.map({ $0.significand < 0 }) ?? true || exact == nil
            {
                add(
                    .valueMalformed, row.line, file.value, text,
                    ["expected": BilingualText("a decimal of zero or more", zh: "不小于零的小数")],
                    "0.164")
                continue
            }
            samples.append(Sample(seconds: stamp.seconds, value: exact, line: row.line))
        }
        return samples.sorted { $0.seconds < $1.seconds }
    }

    /// The smallest step between stamps; all others must be multiples of it.
    private mutating func step(of samples: [Sample]) -> Int64? {
        guard samples.count > 1 else {
            add(
                .valueMalformed, nil, file.time, "\(samples.count)",
                ["expected": BilingualText("two rows or more", zh: "至少两行")])
            return nil
        }
        var step: Int64 = 3_600
        for (one, next) in zip(samples, samples.dropFirst()) {
            guard next.seconds > one.seconds else {
                findings.append(
                    Finding(
                        .duplicateKey, file: name, line: next.line, column: file.time,
                        value: "\(CivilTime.text(next.seconds))",
                        arguments: ["first": String(one.line)]))
                return nil
            }
            step = min(step, next.seconds - one.seconds)
        }
        let stray = samples.first { ($0.seconds - samples[0].seconds) % step != 0 }
        guard 3_600 % step == 0, samples[0].seconds % step == 0, stray == nil else {
            add(
                .valueMalformed, stray?.line ?? samples[0].line, file.time,
                CivilTime.text((stray ?? samples[0]).seconds),
                [
                    "expected": BilingualText(
                        "a time on an even grid of steps that divide an hour",
                        zh: "整除一小时的等间隔时刻")
                ], "2026-01-01T00:30Z")
            return nil
        }
        return step
    }

    private mutating func fill(
        _ samples: [Sample], _ step: Int64, _ family: FactorFamily
    ) -> IntensityProfile? {
        let shift = file.label == .end ? -step : 0
        let start = samples[0].seconds + shift
        let count = (samples[samples.count - 1].seconds - samples[0].seconds) / step + 1
        let places = samples.lazy.compactMap { $0.value?.scale }.max() ?? 0
        guard count <= Self.longest, places <= 18 else {
            add(
                .valueMalformed, nil, file.value, places > 18 ? "\(places)" : "\(count)",
                [
                    "expected": BilingualText(
                        "at most 18 places and forty years", zh: "不超过18位小数且不超过四十年")
                ])
            return nil
        }
        var values = Array(repeating: IntensityProfile.missing, count: Int(count))
        for sample in samples {
            guard let value = sample.value else { continue }
            let (scaled, overflow) = value.significand.multipliedReportingOverflow(
                by: Rounding.powerOfTen(places - value.scale))
            guard !overflow, let whole = Int64(exactly: scaled) else {
                add(
                    .valueMalformed, sample.line, file.value, value.description,
                    ["expected": BilingualText("fewer digits", zh: "更少的位数")], "0.164")
                return nil
            }
            values[Int((sample.seconds - samples[0].seconds) / step)] = whole
        }
        return IntensityProfile(
            region: file.region, family: family, start: start, stepSeconds: step, values: values,
            places: places, publication: record.publication, confidence: .b)
    }

    private mutating func add(
        _ code: FindingCode, _ line: Int?, _ column: String, _ value: String,
        _ phrases: [String: BilingualText], _ example: String = "0.164"
    ) {
        findings.append(
            Finding(
                code, file: name, line: line, column: column, value: value,
                arguments: ["example": example], phrases: phrases))
    }
}

/// A UTC time as text, for findings.
private enum CivilTime {
    static func text(_ seconds: Int64) -> String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - day * 86_400
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(CivilDate(dayNumber: day))T\(two(rest / 3_600)):\(two(rest / 60 % 60))Z"
    }
}
