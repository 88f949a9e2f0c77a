using System.Buffers.Binary;
using System.Text;

namespace AiGateway.Demo.Media;

/// <summary>A hummed tone: 16-bit mono PCM at 24 kHz, as speech models give it.</summary>
internal static class WavTone
{
    public const int SamplesPerSecond = 24_000;

    /// <summary>The bytes of the head before the samples.</summary>
    public const int HeadLength = 44;

    private const int BytesPerSample = 2;
    private const double LowestPitch = 220;
    private const double Loudness = 0.3 * short.MaxValue;

    /// <summary>A WAV file; skip <see cref="HeadLength"/> bytes for the bare samples.</summary>
    /// <param name="duration">How long it sounds.</param>
    /// <param name="voice">Another voice has another pitch.</param>
    public static byte[] Of(TimeSpan duration, string voice)
    {
        var samples = (int)(duration.TotalSeconds * SamplesPerSecond);
        var wav = new byte[HeadLength + (samples * BytesPerSample)];
        WriteHead(wav, samples * BytesPerSample);
        var pitch = LowestPitch + (voice.Length % 8 * 27.5);
        for (var sample = 0; sample < samples; sample++)
        {
            // Swells and fades three times a second, as syllables do.
            var second = (double)sample / SamplesPerSecond;
            var swell = Math.Abs(Math.Sin(Math.PI * 3 * second));
            var value = (short)(Loudness * swell * Math.Sin(2 * Math.PI * pitch * second));
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(HeadLength + (sample * BytesPerSample)), value);
        }

        return wav;
    }

    private static void WriteHead(Span<byte> wav, int dataLength)
    {
        Encoding.ASCII.GetBytes("RIFF", wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav[4..], HeadLength - 8 + dataLength);
        Encoding.ASCII.GetBytes("WAVEfmt ", wav[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav[24..], SamplesPerSecond);
        BinaryPrimitives.WriteInt32LittleEndian(wav[28..], SamplesPerSecond * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(wav[32..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(wav[34..], 8 * BytesPerSample);
        Encoding.ASCII.GetBytes("data", wav[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[40..], dataLength);
    }
}
