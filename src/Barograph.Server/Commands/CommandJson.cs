using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Barograph.Server.Reports;

namespace Barograph.Server.Commands;

/// <summary>What <c>--json</c> prints. Non-ASCII is escaped, so no name can reach the terminal as a control character.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeviceIssued))]
[JsonSerializable(typeof(IReadOnlyList<DeviceShown>))]
[JsonSerializable(typeof(DeviceMoved))]
[JsonSerializable(typeof(DeviceRevoked))]
[JsonSerializable(typeof(TokenIssued))]
[JsonSerializable(typeof(IReadOnlyList<TokenShown>))]
[JsonSerializable(typeof(TokenRevoked))]
[JsonSerializable(typeof(AccountSet))]
[JsonSerializable(typeof(AccountIssued))]
[JsonSerializable(typeof(IReadOnlyList<AccountShown>))]
[JsonSerializable(typeof(AccountRemoved))]
[JsonSerializable(typeof(IReadOnlyList<FindingShown>))]
[JsonSerializable(typeof(RetentionShown))]
[JsonSerializable(typeof(StorePrepared))]
[JsonSerializable(typeof(StoreMigrated))]
[JsonSerializable(typeof(ImportShown))]
[JsonSerializable(typeof(StoreCopied))]
[JsonSerializable(typeof(ExportShown))]
[JsonSerializable(typeof(StoreMoved))]
[JsonSerializable(typeof(TargetAdded))]
[JsonSerializable(typeof(IReadOnlyList<TargetShown>))]
[JsonSerializable(typeof(TargetRemoved))]
[JsonSerializable(typeof(IReadOnlyList<AlertShown>))]
[JsonSerializable(typeof(IReadOnlyList<DrillShown>))]
[JsonSerializable(typeof(WeeklyReport))]
[JsonSerializable(typeof(RuleShown))]
[JsonSerializable(typeof(IReadOnlyList<RuleShown>))]
[JsonSerializable(typeof(RuleTested))]
[JsonSerializable(typeof(MuteShown))]
[JsonSerializable(typeof(IReadOnlyList<MuteShown>))]
[JsonSerializable(typeof(NumberRemoved))]
public sealed partial class CommandJson : JsonSerializerContext
{
    public static void Write<T>(TextWriter writer, T answer, JsonTypeInfo<T> type) => writer.Write(JsonSerializer.Serialize(answer, type) + "\n");
}
