public import Metering
public import Quantities

/// One line of `sites.csv` (站点): a place with its boundary and its calendar.
public struct Site: Hashable, Sendable {
    /// What kind of place it is; the kinds that notice 工信部联通信〔2024〕165号 names.
    public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        /// General data center (数据中心).
        case dataCenter = "data_center"
        /// Intelligent computing center (智算中心).
        case intelligentComputingCenter = "intelligent_computing_center"
        /// Super-computing center (超算中心).
        case supercomputingCenter = "supercomputing_center"
        /// Edge data center (边缘数据中心).
        case edgeDataCenter = "edge_data_center"
        /// Telecom room (通信机房).
        case telecomRoom = "telecom_room"
        /// Base station (通信基站).
        case baseStation = "base_station"
        case other
    }

    /// How its heat is taken away.
    public enum Cooling: String, Hashable, Sendable, CaseIterable {
        case air, liquid, mixed, evaporative, free, district
    }

    /// The site's name in all files.
    public let id: String
    /// Its name for people.
    public let name: String
    /// Its name in Chinese.
    public let nameChinese: String
    /// What kind of place it is.
    public let kind: Kind
    /// ISO 3166-2 code of the region: `CN-GD`, `US-VA`, `DE`.
    public let region: String
    /// A grid region that is named beside it, such as `CN-GRID-SOUTH`.
    public let grid: String?
    /// Its civil time.
    public let calendar: LocalCalendar
    /// The path of the unit that owns it: `group/province/city`.
    public let organisation: String?
    /// The national computing hub it belongs to (国家枢纽节点).
    public let hub: String?
    /// The day it went into service.
    public let commissioned: CivilDate?
    /// Designed power of the IT equipment [kW].
    public let itDesignKilowatts: DecimalText?
    /// Racks by design (设计机架数).
    public let racksDesign: Int?
    /// Racks installed (已安装机架数).
    public let racksInstalled: Int?
    /// Racks in use (已上架机架数).
    public let racksOccupied: Int?
    /// Nominal power of a rack [kW].
    public let rackNominalKilowatts: DecimalText?
    /// Floor area [m2].
    public let floorAreaSquareMetres: DecimalText?
    /// Use accounts that lie outside the boundary of `E_DC`, beside `office`.
    public let boundaryExcludes: Set<Account>
    /// How its heat is taken away, where stated.
    public let cooling: Cooling?

    /// Makes a site of checked parts.
    public init(
        id: String, name: String, nameChinese: String, kind: Kind, region: String, grid: String?,
        calendar: LocalCalendar, organisation: String?, hub: String?, commissioned: CivilDate?,
        itDesignKilowatts: DecimalText?, racksDesign: Int?, racksInstalled: Int?,
        racksOccupied: Int?, rackNominalKilowatts: DecimalText?,
        floorAreaSquareMetres: DecimalText?, boundaryExcludes: Set<Account>, cooling: Cooling?
    ) {
        self.id = id
        self.name = name
        self.nameChinese = nameChinese
        self.kind = kind
        self.region = region
        self.grid = grid
        self.calendar = calendar
        self.organisation = organisation
        self.hub = hub
        self.commissioned = commissioned
        self.itDesignKilowatts = itDesignKilowatts
        self.racksDesign = racksDesign
        self.racksInstalled = racksInstalled
        self.racksOccupied = racksOccupied
        self.rackNominalKilowatts = rackNominalKilowatts
        self.floorAreaSquareMetres = floorAreaSquareMetres
        self.boundaryExcludes = boundaryExcludes
        self.cooling = cooling
    }
}
