import Foundation
import TestSupport

/// Meters of grid import beside others, whose readings follow each other over several files and the end of a
/// month, with gaps; the same for the same seed.
struct RandomIntake {
    private var numbers: SeededNumbers
    private var files: [String] = []
    private let meters: [String]
    private let step: Int

    init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed)
        step = [60, 150, 300, 300, 900, 900][Int(numbers.next() % 6)]
        let quantity = ["interval,kWh", "interval,kWh", "power,kW", "register,kWh"][
            Int(numbers.next() % 4)]
        let zone = ["cn", "uk", "np"][Int(numbers.next() % 3)]
        let multiplier = ["", "0.333"][Int(numbers.next() % 2)]
        meters = ["grid_import", "it", "grid_import"].enumerated().map { number, account in
            "m\(number),\(zone),\(account),\(quantity),\(multiplier)"
        }
        let isRegister = quantity.hasPrefix("register")
        // 28 February 2025, so that months end soon in each zone; a register has one file, or it is not regular.
        let count = isRegister ? 1 : 1 + pick(6)
        var at = 1_740_700_800 + pick(40) * 900
        var counts = [0, 0, 0]
        for number in 0..<count {
            let rows = (number == 0 ? 90 : 3) + pick(pick(3) == 0 ? 12 : 900)
            files.append(text(from: at, rows: rows, isRegister, &counts))
            at += rows * step + (pick(4) == 0 ? 4 * step : 0)
        }
        if pick(3) == 0 { files.shuffle(using: &numbers) }
    }

    private mutating func pick(_ count: Int) -> Int { Int(numbers.next() % UInt64(count)) }

    private mutating func text(
        from start: Int, rows: Int, _ isRegister: Bool, _ counts: inout [Int]
    ) -> String {
        let isWide = pick(2) == 0
        let isWhole = isRegister || pick(3) == 0
        var text = isWide ? "timestamp,m0,m1,m2\n" : "timestamp,meter_id,value\n"
        var silent = [0, 0, 0]
        for row in 0..<rows {
            let stamp = start + row * step
            var cells: [String] = []
            for meter in 0..<3 {
                counts[meter] += 1 + pick(90)
                if !isWhole, pick(40) == 0 { silent[meter] = 1 + pick(30) }
                let shown = isRegister ? counts[meter] : 1 + pick(90)
                cells.append(silent[meter] > 0 ? "" : "\(shown).\(pick(10))")
                silent[meter] = max(0, silent[meter] - 1)
            }
            if isWide {
                text += "\(stamp)," + cells.joined(separator: ",") + "\n"
                continue
            }
            for (meter, cell) in cells.enumerated() where !cell.isEmpty {
                text += "\(stamp),m\(meter),\(cell)\n"
            }
        }
        return text
    }

    /// Writes it to a folder.
    func write(to folder: URL) throws {
        let readings = folder.appendingPathComponent("readings")
        try FileManager.default.createDirectory(at: readings, withIntermediateDirectories: true)
        func put(_ name: String, _ text: String) throws {
            try text.write(
                to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        try put("portfolio.yaml", "organisation: Example\n")
        try put(
            "sites.csv",
            "site_id,name,kind,region,timezone\n"
                + "cn,Hall,data_center,CN-GD,Asia/Shanghai\nuk,Hall,data_center,GB,Europe/London\n"
                + "np,Hall,data_center,NP,Asia/Kathmandu\n")
        try put(
            "meters.csv",
            "meter_id,site_id,account,quantity,unit,multiplier\n"
                + meters.map { $0 + "\n" }.joined())
        for (number, text) in files.enumerated() {
            try put("readings/\(number).csv", text)
        }
    }
}
