using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Mqtt;
using Barograph.Server.Notify;
using Barograph.Server.Reports;
using Barograph.Storage;
using MimeKit;

namespace Barograph.Server.Changes;

/// <summary>What owners do with targets. Every member may throw <see cref="RefusedException"/>.</summary>
public sealed class TargetChanges(IStore store, SecretBox box, TimeProvider clock)
{
    private const int MostTargets = 50, LongestOption = 500;

    private static readonly Dictionary<TargetKind, (string[] Required, string[] Optional, bool NeedsSecret)> Kinds = new()
    {
        [TargetKind.Mail] = (["host", "from", "to"], ["port", "security", "user", .. ReportWish.Options], false),
        [TargetKind.Webhook] = (["url"], [.. ReportWish.Options], false),
        [TargetKind.Ntfy] = (["topic"], ["url"], false),
        [TargetKind.Telegram] = (["chat"], ["url"], true),
        [TargetKind.Pushover] = (["user"], ["url"], true),
        [TargetKind.Mqtt] = (["topic", "url"], ["retain", "user", .. ReportWish.Options], false),
    };

    /// <summary>The kinds that can be added, by their names.</summary>
    public static IEnumerable<string> KindNames => Kinds.Keys.Select(NameOf);

    /// <summary>Whether a week in numbers fits into what is sent there.</summary>
    public static bool TakesReports(TargetKind kind) => Kinds.TryGetValue(kind, out var known) && known.Optional.Contains(ReportWish.Options[0]);

    public static string NameOf(TargetKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Adds a target.</summary>
    /// <returns>It, and the secret that a webhook was given by us, which can be told only now; null: it was not.</returns>
    public async Task<(AlertTarget Target, string? MadeSecret)> AddAsync(TargetWish wish, CancellationToken cancel)
    {
        if (!NameRule.TryAccount(wish.Name, out string? name, out string? problem))
            throw new RefusedException(Errors.NameInvalid, problem);
        if (!Enum.TryParse(wish.Kind, ignoreCase: true, out TargetKind kind) || !Kinds.ContainsKey(kind) || !char.IsAsciiLetter(wish.Kind[0]))
            throw new RefusedException(Errors.MemberInvalid, $"It must be one of {string.Join(", ", KindNames)}.", "kind");
        Dictionary<string, string> options = Options(kind, wish.Options);
        if (kind == TargetKind.Mqtt && wish.Secret is not null && !options.ContainsKey("user"))
            throw new RefusedException(Errors.MemberInvalid, "A password goes with a user; give the option user.", "options");
        string? made = kind == TargetKind.Webhook && wish.Secret is null ? TokenText.New() : null;
        string? secret = made ?? wish.Secret;
        if (secret is null ? Kinds[kind].NeedsSecret || options.ContainsKey("user") && kind == TargetKind.Mail : secret.Length > LongestOption || secret.Any(char.IsControl))
            throw new RefusedException(Errors.MemberInvalid, "Give the secret: the mail user's password, or the token of the bot or application; at most 500 characters, none of them a control character.", "secret");
        if ((await store.Targets.ListAsync(cancel)).Count >= MostTargets)
            throw new RefusedException(Errors.MemberInvalid, $"There are {MostTargets} targets already; remove one first.");
        AlertTarget target = new(
            0, name, kind, TargetSettings.FormatOptions(options), secret is null ? null : box.Seal(secret), wish.AllowsLan, IsEnabled: true, Instant.Now(clock));
        try
        {
            return (await store.Targets.AddAsync(target, cancel), made);
        }
        catch (NameTakenException)
        {
            throw new RefusedException(Errors.NameTaken, $"There is a target \"{name}\" already; choose another name.");
        }
    }

    /// <summary>Changes a target. Whoever says another place to send to says the secret too: it must not follow to a place that it was not given for.</summary>
    public async Task<AlertTarget> ChangeAsync(AlertTarget target, TargetChange change, CancellationToken cancel)
    {
        string? name = target.Name;
        if (change.Name is { } sent && !NameRule.TryAccount(sent, out name, out string? problem))
            throw new RefusedException(Errors.NameInvalid, problem);
        string options = change.Options is { } wanted ? TargetSettings.FormatOptions(Options(target.Kind, wanted)) : target.Options;
        // A webhook's secret signs and is never sent.
        if (PlaceIn(options) != PlaceIn(target.Options) && change.Secret is null && target.SealedSecret is not null && target.Kind != TargetKind.Webhook)
            throw new RefusedException(Errors.MemberInvalid, "Give it again: it was given for another place.", "secret");
        if (change.Secret is { } secret && (secret.Length is 0 or > LongestOption || secret.Any(char.IsControl)))
            throw new RefusedException(Errors.MemberInvalid, "It has 1 to 500 characters, none of them a control character.", "secret");
        AlertTarget changed = target with
        {
            Name = name,
            Options = options,
            SealedSecret = change.Secret is { } given ? box.Seal(given) : target.SealedSecret,
            AllowsLan = change.AllowsLan ?? target.AllowsLan,
            IsEnabled = change.IsEnabled ?? target.IsEnabled,
        };
        try
        {
            return await store.Targets.ChangeAsync(changed, cancel) ? changed : throw new RefusedException(Errors.NotFound, $"There is no target \"{target.Name}\".");
        }
        catch (NameTakenException)
        {
            throw new RefusedException(Errors.NameTaken, $"There is a target \"{name}\" already; choose another name.");
        }
    }

    public async Task<AlertTarget> FindAsync(string name, CancellationToken cancel) =>
        (await store.Targets.ListAsync(cancel)).FirstOrDefault(target => target.Name == name)
        ?? throw new RefusedException(Errors.NotFound, $"There is no target \"{name}\".");

    public async Task RemoveAsync(string name, CancellationToken cancel) => await store.Targets.RemoveAsync((await FindAsync(name, cancel)).Id, cancel);

    private static Dictionary<string, string> Options(TargetKind kind, IReadOnlyDictionary<string, string> sent)
    {
        (string[] required, string[] optional, _) = Kinds[kind];
        foreach ((string key, string value) in sent)
        {
            if (!required.Contains(key) && !optional.Contains(key))
                throw new RefusedException(Errors.MemberInvalid, $"There is no option \"{NameRule.Cut(key, 40)}\" here; there are {string.Join(", ", [.. required, .. optional])}.", "options");
            // A line end would begin another header, or another command to a mail server.
            if (value.Length > LongestOption || value.Any(char.IsControl))
                throw new RefusedException(Errors.MemberInvalid, $"The option {key} is too long, or contains a control character.", "options");
        }
        if (required.FirstOrDefault(key => !sent.TryGetValue(key, out string? value) || value.Trim().Length == 0) is { } missing)
            throw new RefusedException(Errors.MemberInvalid, $"The option {missing} is missing; a target of this kind takes {string.Join(", ", required)}, and may have {string.Join(", ", optional.DefaultIfEmpty("no other"))}.", "options");
        Dictionary<string, string> options = sent.Where(option => option.Value.Trim().Length > 0).ToDictionary(option => option.Key, option => option.Value.Trim());
        if (kind == TargetKind.Ntfy)
            options.TryAdd("url", "https://ntfy.sh");
        if (ProblemOf(kind, options) is { } problem)
            throw new RefusedException(Errors.MemberInvalid, problem, "options");
        return options;
    }

    /// <summary>The options without those that say what else is sent there.</summary>
    private static string PlaceIn(string options) =>
        TargetSettings.FormatOptions(TargetSettings.ParseOptions(options).Where(option => !ReportWish.Options.Contains(option.Key)).OrderBy(option => option.Key, StringComparer.Ordinal).ToDictionary());

    private static string? ProblemOf(TargetKind kind, Dictionary<string, string> options)
    {
        if (ReportWish.ProblemOf(options) is { } problem)
            return problem;
        if (kind == TargetKind.Mqtt)
            return ProblemOfBroker(options);
        if (options.TryGetValue("url", out string? url)
            && (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0))
            return "The url begins with https:// or http://, and holds neither a user nor a fragment.";
        if (kind != TargetKind.Mail)
            return null;
        if (options.TryGetValue("security", out string? security) && security is not ("starttls" or "none"))
            return "The security is starttls (the default; with port 465 it is TLS from the beginning) or none.";
        if (security == "none" && options.ContainsKey("user"))
            return "A password is never sent without encryption: leave out user, or security none.";
        if (options.TryGetValue("port", out string? port) && !ushort.TryParse(port, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _))
            return "The port is a number from 1 to 65535.";
        bool areAddresses = IsAddress(options["from"]) && options["to"].Split(',', StringSplitOptions.TrimEntries).All(IsAddress);
        return areAddresses ? null : "from is one address, to one or several with a comma between.";
    }

    private static string? ProblemOfBroker(Dictionary<string, string> options)
    {
        string topic = options["topic"];
        if (MqttUpstream.Parse(options["url"], out string? problem) is not { } broker)
            return problem;
        if (broker.Username is not null)
            return "The url holds no user and no password: they are the option user and the secret.";
        if (options.TryGetValue("retain", out string? retain) && retain is not ("true" or "false"))
            return "retain is true or false.";
        if (topic.IndexOfAny(['+', '#']) >= 0 || topic[0] == '$')
            return "The topic is one to publish to, without + and #, such as house/alerts.";
        return topic == "barograph" || topic.StartsWith("barograph/", StringComparison.Ordinal)
            ? "Topics below barograph/ are where readings come in: an alert would be read as some. Take another, such as house/alerts." : null;
    }

    private static bool IsAddress(string text) => MailboxAddress.TryParse(text, out MailboxAddress? address) && address.Domain.Length > 0;
}
