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
        for site in sites {
            let id = site.balances.site.id
            for account in Account.allCases {
                if let energy = site.balances.energy[account] {
                    table.append([
                        id, "energy_kwh.\(account.rawValue)", energy.kilowattHoursText, "kWh", "",
                    ])
                }
            }
            for (account, water) in site.balances.water.sorted(by: {
                $0.key.rawValue < $1.key.rawValue
            }) {
                table.append([id, "water_m3.\(account.rawValue)", water.cubicMetresText, "m3", ""])
            }
            let boundary = [
                ("e_dc_kwh", site.balances.facilityEnergy), ("e_it_kwh", site.balances.itEnergy),
            ]
            for (name, energy) in boundary {
                table.append([id, name, energy?.kilowattHoursText ?? "", "kWh", ""])
            }
            for scope in EmissionScope.allCases {
                table.append([
                    id, "emissions_kgco2e.\(scope.rawValue)",
                    site.inventory.mass(of: scope)?.kilogramsText ?? "",
                    "kg " + site.inventory.gases(of: scope), "",
                ])
            }
            for indicator in IndicatorID.allCases {
                let figure = site.indicators.figure(indicator)
                table.append([
                    id, "indicators.\(indicator.rawValue)", figure.value?.text() ?? "", "",
                    figure.coverage?.text() ?? "",
                ])
            }
        }
        return table.text
    }
}
