using Barograph.Model;

namespace Barograph.Storage.Postgres;

internal sealed class TokenCatalog(RolePool catalog, RolePool operate) : ITokenCatalog
{
    public async ValueTask<IReadOnlyList<Token>> ListAsync(CancellationToken cancel) =>
        await catalog.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, TokenRows.Select + " ORDER BY t.id"), TokenRows.Read, cancel), cancel);

    public ValueTask<Token> AddPersonalAsync(string name, NewToken token, Instant now, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            bool taken = await Sql.SingleAsync(
                Sql.Command(connection,
                    "SELECT EXISTS (SELECT FROM token WHERE device_id IS NULL AND name = $1 AND (expires_at IS NULL OR expires_at > $2))",
                    Sql.Text(name), Sql.Time(now)),
                static row => row.GetBoolean(0), cancel);
            if (taken)
                throw new NameTakenException(name);
            return await TokenRows.AddAsync(connection, null, name, token, now, cancel);
        }, cancel);

    public ValueTask<Token> RotateAsync(int deviceId, NewToken token, Instant now, Instant? oldExpireAt, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            if (oldExpireAt is { } end)
                await TokenRows.EndOfDeviceAsync(connection, deviceId, end, cancel);
            return await TokenRows.AddAsync(connection, deviceId, null, token, now, cancel);
        }, cancel);

    public ValueTask<bool> RevokeAsync(int tokenId, Instant at, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "UPDATE token SET expires_at = $2 WHERE id = $1 AND (expires_at IS NULL OR expires_at > $2)",
                    Sql.Int(tokenId), Sql.Time(at)), cancel) > 0, cancel);
}
