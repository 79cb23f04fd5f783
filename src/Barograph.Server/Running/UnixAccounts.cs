using System.Globalization;

namespace Barograph.Server.Running;

/// <summary>Users and groups of this machine by name, from the texts of /etc/passwd and /etc/group. Those of a directory service are known by number only.</summary>
public sealed class UnixAccounts(string users, string groups)
{
    public static UnixAccounts OfMachine() => new(Read("/etc/passwd"), Read("/etc/group"));

    /// <param name="nameOrNumber">A number needs no group of that number.</param>
    public uint? FindGroup(string nameOrNumber) => Number(nameOrNumber) ?? Lines(groups).Where(line => line[0] == nameOrNumber).Select(Id).FirstOrDefault();

    /// <summary>The name if it has one, else the number.</summary>
    public string NameOfGroup(uint group) => Lines(groups).FirstOrDefault(line => Id(line) == group)?[0] ?? group.ToString(CultureInfo.InvariantCulture);

    public string NameOfUser(uint user) => Lines(users).FirstOrDefault(line => Id(line) == user)?[0] ?? user.ToString(CultureInfo.InvariantCulture);

    public uint? FindUser(string name) => Lines(users).Where(line => line[0] == name).Select(Id).FirstOrDefault();

    /// <summary>The user's own group and all that name it as a member.</summary>
    public IReadOnlySet<uint> GroupsOf(string user) =>
        Lines(users).Where(line => line[0] == user).Select(line => line.Length > 3 ? Number(line[3]) : null)
            .Concat(Lines(groups).Where(line => line.Length > 3 && line[3].Split(',').Contains(user)).Select(Id))
            .OfType<uint>().ToHashSet();

    private static IEnumerable<string[]> Lines(string text) => text.Split('\n').Select(line => line.Split(':')).Where(line => line.Length > 2);

    private static uint? Id(string[] line) => Number(line[2]);

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
