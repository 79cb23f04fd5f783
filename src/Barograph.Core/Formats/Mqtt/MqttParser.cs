using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Reads one message of a dialect. Pure: no clock, no I/O; never throws for what stands in it. Null if the topic is none of this dialect; an empty set for
/// a topic of its that holds no readings.
/// </summary>
public delegate ReportSet? MqttParser(MqttMessage message);
