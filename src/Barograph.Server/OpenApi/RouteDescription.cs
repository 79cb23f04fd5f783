using Barograph.Model;
using Barograph.Server.Http;

namespace Barograph.Server.OpenApi;

/// <summary>
/// What an endpoint takes and gives, attached to the endpoint itself. Our endpoints read and write JSON by hand, so nobody can derive this from types: it is said beside
/// the code, and tests hold the running server against it.
/// </summary>
/// <param name="id">Names the operation, for programs that are made from the document.</param>
/// <param name="group">What it belongs to.</param>
/// <param name="summary">What it does, in a sentence.</param>
public sealed class RouteDescription(string id, string group, string summary)
{
    private readonly List<DescribedParameter> _parameters = [];
    private readonly List<DescribedAnswer> _answers = [];
    private readonly List<ErrorKind> _refusals = [];

    public string Id { get; } = id;

    public string Group { get; } = group;

    public string Summary { get; } = summary;

    /// <summary>More than the summary says, or null.</summary>
    public string? Details { get; private set; }

    public IReadOnlyList<DescribedParameter> Parameters => _parameters;

    public IReadOnlyList<DescribedAnswer> Answers => _answers;

    public DescribedBody? Body { get; private set; }

    /// <summary>The errors of this endpoint; those that come from its rule of access are not among them.</summary>
    public IReadOnlyList<ErrorKind> Refusals => _refusals;

    /// <summary>What its problem documents look like.</summary>
    public Shape Problem { get; private set; } = Shapes.Problem;

    /// <summary>True if it answers errors in a form of its own.</summary>
    public bool IsDialect { get; private set; }

    /// <summary>Its rule of access, where that is not the one that this process enforces.</summary>
    public AccessRule? Rule { get; private set; }

    public RouteDescription Saying(string details)
    {
        Details = details;
        return this;
    }

    public RouteDescription Query(string name, Shape shape, string about, bool isRepeatable = false, string? example = null)
    {
        _parameters.Add(new DescribedParameter(name, shape, about, false, isRepeatable, example));
        return this;
    }

    public RouteDescription Path(string name, Shape shape, string about, string example)
    {
        _parameters.Add(new DescribedParameter(name, shape, about, IsInPath: true, Example: example));
        return this;
    }

    public RouteDescription Takes(DescribedBody body)
    {
        Body = body;
        return this;
    }

    /// <summary>Takes a person's JSON object, and refuses what is none.</summary>
    public RouteDescription TakesObject(string example, params Field[] members) =>
        Takes(new DescribedBody("What is wanted.", [("application/json", Shape.With(members))], example, members.All(member => member.IsOptional))).RefusesMembers();

    /// <summary>Refuses a body that is no JSON object with the members that it takes, if any.</summary>
    public RouteDescription RefusesMembers() => Refuses(
        Errors.BodyNotJson, Errors.BodyNotReadable, Errors.BodyNotReadable with { Status = StatusCodes.Status408RequestTimeout }, Errors.BodyTooLarge,
        Errors.EncodingNotSupported, Errors.ContentTypeWrong, Errors.MemberInvalid);

    /// <summary>Answers with 204 and no body.</summary>
    public RouteDescription IsDone(string about) => Gives(new DescribedAnswer(StatusCodes.Status204NoContent, "", Shape.Anything, about));

    /// <summary>Answers with JSON and 201.</summary>
    public RouteDescription Makes(Shape shape, string about) => Gives(new DescribedAnswer(StatusCodes.Status201Created, "application/json", shape, about));

    /// <summary>Answers with JSON and 200.</summary>
    public RouteDescription Gives(Shape shape, string about) => Gives(new DescribedAnswer(StatusCodes.Status200OK, "application/json", shape, about));

    public RouteDescription Gives(DescribedAnswer answer)
    {
        _answers.Add(answer);
        return this;
    }

    public RouteDescription Refuses(params ReadOnlySpan<ErrorKind> errors)
    {
        _refusals.AddRange(errors);
        return this;
    }

    /// <summary>Its problems have more members than others.</summary>
    public RouteDescription WithProblem(Shape problem)
    {
        Problem = problem;
        return this;
    }

    /// <summary>Its errors have a form of their own.</summary>
    public RouteDescription InDialect(Shape error)
    {
        IsDialect = true;
        return WithProblem(error);
    }

    /// <summary>For a process that refuses at this address, because another one behind the same proxy serves it.</summary>
    public RouteDescription ServedElsewhere(AccessRule rule)
    {
        Rule = rule;
        return this;
    }
}
