import MRSRuns
import Testing

@Suite("Shards of a list of jobs")
struct JobShardTests {
  @Test("Every job is in one shard, and a job array of Slurm numbers them from 1")
  func parts() throws {
    let shards = try (1...3).map { try JobShard(number: $0, of: 3) }
    for index in 0..<10 { #expect(shards.count { $0.holds(index) } == 1) }
    #expect(try JobShard("2/3") == shards[1])
    #expect(try JobShard("/3", environment: ["SLURM_ARRAY_TASK_ID": "2"]) == shards[1])
  }

  @Test("What is no shard is told", arguments: ["0/3", "4/3", "2", "2/", "a/3", "/3", "1/0", "1/2/3"])
  func wrong(text: String) {
    #expect(throws: RunError.badShard(text)) { try JobShard(text, environment: [:]) }
  }
}
