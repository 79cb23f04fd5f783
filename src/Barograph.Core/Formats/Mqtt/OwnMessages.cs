using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Our own topics: <c>barograph/LOCATION</c> with reports in our JSON, <c>barograph/LOCATION/METRIC</c> with a bare number. Without a location in the topic
/// (<c>barograph</c>, <c>barograph/METRIC</c>) the place of the device is meant.
/// </summary>
public static class OwnMessages
{
    private const string Root = "barograph";

    public static ReportSet? Parse(MqttMessage message)
    {
        if (message.First != Root)
            return null;
        return message.IsJson ? ParseReports(message) : ParseNumber(message);
    }

    private static ReportSet ParseReports(MqttMessage message)
    {
        ReportSet set = JsonReports.Parse(message.Payload);
        if (message.Levels.Length == 1)
            return set;
        string location = message.Join(1);
        foreach (Report report in set.Reports)
        {
            if (report.Location is { } said && said.Trim() != location)
                set.Rejections.Add(new Rejection(report.Index, null, Errors.LocationInvalid, "The topic and the report name different locations; name it in one of them."));
            report.Location ??= location;
        }
        set.Reports.RemoveAll(report => report.Location!.Trim() != location);
        return set;
    }

    private static ReportSet ParseNumber(MqttMessage message)
    {
        ReportSet set = new();
        if (message.Levels.Length == 1)
        {
            set.Failure = message.Payload.IsEmpty
                ? new Rejection(0, null, Errors.BodyEmpty, "The message is empty; send a JSON object, or a number to barograph/LOCATION/METRIC.")
                : new Rejection(0, null, Errors.BodyNotJson, "Send a JSON object to this topic, or a number to barograph/LOCATION/METRIC.");
            return set;
        }
        if (message.Last.Length == 0)
        {
            set.Rejections.Add(new Rejection(0, null, Errors.MetricInvalid, "The topic ends with a slash, where the metric's name belongs; send a number to barograph/LOCATION/METRIC."));
            return set;
        }
        Report report = new() { Location = message.Levels.Length == 2 ? null : message.Join(1, left: 1) };
        double value = 0;
        NumberKind kind = message.Payload.Length <= NumberText.MaxLength ? NumberText.Parse(message.Payload, out value) : NumberKind.NotANumber;
        if (kind == NumberKind.NotANumber && SwitchText.TryParse(message.Payload, out value))
            kind = NumberKind.Number;
        switch (kind)
        {
            case NumberKind.Number:
                report.Values.Add(new ReportValue(message.Last, value));
                set.Reports.Add(report);
                break;
            case NumberKind.Missing:
                set.Ignored++;
                break;
            default:
                set.Rejections.Add(new Rejection(0, message.Last, kind == NumberKind.NotFinite ? Errors.ValueNotFinite : Errors.ValueNotANumber,
                    $"The payload {InputQuote.Of(message.Payload)} is not a finite number; send one as text, such as 21.4."));
                break;
        }
        return set;
    }
}
