using System.Globalization;

namespace AiGateway.Tests.Dialects;

/// <summary>What the fuzz tests share: a fixed seed, the number of inputs, and how inputs are broken.</summary>
internal static class Fuzzing
{
    /// <summary>Every run tries the same inputs.</summary>
    public const int Seed = 20_261_124;

    /// <summary>How many inputs each fuzz test tries: FUZZ_INPUTS, else few enough for every build.</summary>
    public static int Inputs { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("FUZZ_INPUTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var inputs) ? inputs : 20_000;

    /// <summary>Breaks an input in one to four places: bytes changed, removed, repeated, or replaced by what is special to the format.</summary>
    public static byte[] Mutate(ReadOnlySpan<byte> input, ReadOnlySpan<byte> special, Random random)
    {
        var bytes = new List<byte>(input.Length + 64);
        bytes.AddRange(input);
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 24), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = special[random.Next(special.Length)];
                    break;
                case 2:
                    bytes.Insert(at, special[random.Next(special.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
