import Foundation
import Testing

/// A few of the kills that `scripts/platform-kill-trial` makes by the hundred.
@Suite struct PlatformKillTests {
    @Test("what the platform acknowledged outlives kill -9")
    func kills() throws {
        let outcome = try Program.run(
            ["python3", Program.root + "/scripts/platform-kill-trial", Program.path, "4", "11"],
            executable: "/usr/bin/env")
        #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors.suffix(2_000))")
        #expect(outcome.output.contains("nothing acknowledged was lost, nothing half done"))
    }
}
