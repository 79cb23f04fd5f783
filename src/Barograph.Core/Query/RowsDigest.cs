using System.Security.Cryptography;
using System.Text;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Query;

/// <summary>How many rows a table of the catalog has, and the SHA-256 of all that stands in them, in its order.</summary>
public readonly record struct RowsDigest(long Count, string Hash)
{
    /// <param name="rows">As <see cref="IStoreContents.RowsAsync"/> gives them.</param>
    /// <param name="cancel">Ends it.</param>
    public static async ValueTask<RowsDigest> OfAsync(IAsyncEnumerable<object?[]> rows, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long count = 0;
        await foreach (object?[] row in rows.WithCancellation(cancel))
        {
            count++;
            foreach (object? cell in row)
                Append(hash, cell);
        }
        return new RowsDigest(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    // Each cell says its kind and its length, so that no two rows have the same bytes.
    private static void Append(IncrementalHash hash, object? cell)
    {
        byte[] bytes = cell switch
        {
            null => [],
            string text => Encoding.UTF8.GetBytes(text),
            Instant time => BitConverter.GetBytes(time.Microseconds),
            long number => BitConverter.GetBytes(number),
            // SQLite gives -0.0 back as 0.0.
            double real => BitConverter.GetBytes(real == 0 ? 0 : real),
            _ => throw new ArgumentException("A row holds long, double, string, Instant and null.", nameof(cell)),
        };
        hash.AppendData([cell switch { null => 0, string => 1, Instant => 2, long => 3, _ => 4 }]);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
