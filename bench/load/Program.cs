using Barograph.Load;

// What bench/run uses beside wrk; each prints one line of JSON. See bench/README.md.
var options = Options.Read(args);
switch (options.What)
{
    case "empty":
        await EmptyEndpoint.ServeAsync(options);
        break;
    case "paced":
        Figures.Print(await PacedPosts.RunAsync(options));
        break;
    case "mqtt":
        Figures.Print(await MqttPublishers.RunAsync(options));
        break;
    case "read":
        Figures.Print(await Readers.RunAsync(options));
        break;
    case "rows":
        Figures.Print(await RowsIntoPostgres.RunAsync(options));
        break;
    default:
        throw new ArgumentException($"There is no \"{options.What}\".");
}
