import Provenance

/// How a file of hourly intensities is read: a member of `hourly` in `publication.json`.
///
/// ```json
/// "hourly": [{ "file": "gb-2019.csv.gz", "region": "GB", "time": "datetime",
///              "value": "intensity", "unit": "kgCO2/kWh", "label": "start" }]
/// ```
public struct HourlyFile: Hashable, Sendable, Decodable {
    /// Whether a stamp names the start or the end of its step.
    public enum Label: String, Hashable, Sendable, CaseIterable, Codable {
        case start, end
    }

    /// The file beside `publication.json`, gzip or plain.
    public let file: String
    /// The region that it speaks for.
    public let region: String
    /// The column of the stamps; a stamp without an offset is UTC.
    public let time: String
    /// The column of the values.
    public let value: String
    /// The unit of the values, `kgCO2/kWh`; it belongs to the publication's family.
    public let unit: FactorUnit
    /// What a stamp names.
    public let label: Label

    enum CodingKeys: String, CodingKey, CaseIterable { case file, region, time, value, unit, label }

    /// Reads the member strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        file = try values.decode(String.self, forKey: .file)
        guard !file.contains("/"), !file.hasPrefix(".") else {
            throw DecodingError.dataCorruptedError(
                forKey: .file, in: values,
                debugDescription: "not the name of a file beside it: \(file)")
        }
        region = try values.decode(String.self, forKey: .region)
        guard region.isRegionCode else {
            throw DecodingError.dataCorruptedError(
                forKey: .region, in: values, debugDescription: "not a code of a region: \(region)")
        }
        time = try values.decode(String.self, forKey: .time)
        value = try values.decode(String.self, forKey: .value)
        let text = try values.decode(String.self, forKey: .unit)
        guard let unit = FactorUnit(rawValue: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .unit, in: values, debugDescription: "not a unit of intensity: \(text)")
        }
        self.unit = unit
        label = try values.decodeIfPresent(Label.self, forKey: .label) ?? .start
    }
}
