import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Quantities

/// `account` as CSV (核算结果表): one line for each site and figure.
public enum AccountTable {
    /// The table.
    public static func csv(_ sites: [AccountDocument.Site]) -> String {
        var table = CSVText(header: ["site_id", "figure", "value", "unit", "coverage"])
        let scopes = EmissionScope.allCases.map { ($0, "emissions_kgco2e.\($0.rawValue)") }
        let indicators = IndicatorID.allCases.map { ($0, "indicators.\($0.rawValue)") }
        for site in sites {
            let id = site.balances.site.id
            func row(_ name: String, _ value: String, _ unit: String, _ coverage: String = "") {
                table.add(id)
                table.add(name)
                table.add(value)
                table.add(unit)
                table.add(coverage)
                table.endRow()
            }
            for account in Account.allCases {
                if let energy = site.balances.energy[account] {
                    row("energy_kwh.\(account.rawValue)", energy.kilowattHoursText, "kWh")
                }
            }
            for (account, water) in site.balances.water.sorted(by: {
                $0.key.rawValue < $1.key.rawValue
            }) {
                row("water_m3.\(account.rawValue)", water.cubicMetresText, "m3")
            }
            row("e_dc_kwh", site.balances.facilityEnergy?.kilowattHoursText ?? "", "kWh")
            row("e_it_kwh", site.balances.itEnergy?.kilowattHoursText ?? "", "kWh")
            for (scope, name) in scopes {
                row(
                    name, site.inventory.mass(of: scope)?.kilogramsText ?? "",
                    "kg " + site.inventory.gases(of: scope))
            }
            for (indicator, name) in indicators {
                let figure = site.indicators.figure(indicator)
                row(name, figure.value?.text() ?? "", "", figure.coverage?.text() ?? "")
            }
        }
        return table.text
    }
}
