namespace Barograph.Model;

public static class AlertSorts
{
    public static AlertSort Of(AlertKind kind) => kind == AlertKind.Silent ? AlertSort.Silence : AlertSort.Values;
}
