using System.Text;
using System.Text.Json;

namespace Barograph.SystemTests.Mqtt;

/// <summary>Every golden message, published with mosquitto_pub to a server on each engine; what is then stored is compared.</summary>
public sealed class MqttPayloadTests
{
    private const string Name = "case-NNNN";
    private static readonly string Folder = Path.Combine(Repository.Root, "spec", "payloads", "mqtt");
    private static int _cases;

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.mqtt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Cases))]
    public async Task A_message_is_stored_as_its_expectation_says(string name)
    {
        JsonElement expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, name + ".json"), TestContext.Current.CancellationToken)).RootElement;
        string raw = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(Folder, name + ".mqtt"), TestContext.Current.CancellationToken));
        string device = string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"mqtt-{Interlocked.Increment(ref _cases):D4}");
        string[] parts = raw.Replace(Name, device, StringComparison.Ordinal).Split('\n', 2);
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);
            // By the API, which starts no process: there are many cases.
            RawAnswer added = await shared.Server.Api(shared.Admin).PostAsync("/api/v1/devices", $$"""{"name":"{{device}}","prefix":"{{device}}"}""", "Content-Type: application/json");
            string token = added.Json.GetProperty("token").GetString()!;

            (int exit, string printed) = await Mosquitto.PublishAsync(
                shared.Server.MqttPort, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(parts[0])), Encoding.Latin1.GetBytes(parts[1]), "-q", "1", "-u", device, "-P", token);

            Assert.True(exit == 0, printed);
            Assert.Equal(
                DialectPayloadTests.Expected(expected, device).Order(StringComparer.Ordinal),
                (await DialectPayloadTests.StoredAsync(shared, device, expected)).Order(StringComparer.Ordinal));
        }
    }
}
