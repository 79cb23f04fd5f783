using Barograph.Formats;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects;

/// <summary>Finds the secret of a request that has no Authorization header, where its dialect carries it; null if it carries none.</summary>
/// <param name="context">For headers and route values.</param>
/// <param name="request">Path, query, and, if the dialect says that a body may hold the secret, the body.</param>
public delegate SentSecret? SecretFinder(HttpContext context, DialectRequest request);
