using Barograph.Model;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteTokenCatalog(SqliteEngine engine) : ITokenCatalog
{
    public async ValueTask<IReadOnlyList<Token>> ListAsync(CancellationToken cancel) =>
        await engine.ReadAsync(reader => reader.Connection.Rows(TokenRows.Select + " ORDER BY t.id", TokenRows.Read), cancel);

    public async ValueTask<Token> AddPersonalAsync(string name, NewToken token, Instant now, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db => db.Scalar(
                "SELECT 1 FROM token WHERE device_id IS NULL AND name = $1 AND (expires_at IS NULL OR expires_at > $2)", name, now) is null
                ? TokenRows.Insert(db, null, name, token, now)
                : throw new NameTakenException(name),
            cancel);

    public async ValueTask<Token> RotateAsync(int deviceId, NewToken token, Instant now, Instant? oldExpireAt, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                SqliteDeviceCatalog.Demand(db, deviceId);
                if (oldExpireAt is { } end)
                    db.Execute(
                        """
                        UPDATE token SET expires_at = $3
                        WHERE device_id = $1 AND (expires_at IS NULL OR (expires_at > $2 AND expires_at > $3))
                        """,
                        deviceId, now, end);
                return TokenRows.Insert(db, deviceId, null, token, now);
            },
            cancel);

    public async ValueTask<bool> RevokeAsync(int tokenId, Instant at, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db => db.Execute(
                "UPDATE token SET expires_at = $2 WHERE id = $1 AND (expires_at IS NULL OR expires_at > $2)", tokenId, at) != 0,
            cancel);
}
