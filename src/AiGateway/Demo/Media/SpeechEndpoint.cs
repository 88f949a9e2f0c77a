using System.Text;
using AiGateway.Demo.Generation;
using AiGateway.Demo.Models;

namespace AiGateway.Demo.Media;

/// <summary><c>POST /v1/audio/speech</c>: a tone as long as the text would take to say, sent piece by piece.</summary>
internal static class SpeechEndpoint
{
    private const int LongestInput = 4096;
    private const int PieceLength = 8 * 1024;
    private static readonly TimeSpan s_perCharacter = TimeSpan.FromMilliseconds(60);

    public static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        var fields = new Fields(call.Body);
        var input = fields.Text("input");
        var voice = fields.Text("voice");
        var format = fields.OneOf("response_format", "mp3", "mp3", "opus", "aac", "flac", "wav", "pcm");
        var asEvents = fields.OneOf("stream_format", "audio", "audio", "sse") == "sse";
        fields.Number("speed", 0.25, 4);
        fields.Fail(string.IsNullOrEmpty(input) ? SimulatedError.Missing("input")
            : voice is null ? SimulatedError.Missing("voice")
            : input.Length > LongestInput ? SimulatedError.Invalid($"Invalid 'input': at most {LongestInput} characters.", "input", "string_above_max_length")
            : null);
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        var speed = call.Body.Has("speed") ? call.Body.Member("speed").GetDouble() : 1;
        ReadOnlyMemory<byte> audio = WavTone.Of(s_perCharacter * input!.Length / speed, voice!);
        audio = format == "pcm" ? audio[WavTone.HeadLength..] : audio;
        if (asEvents)
        {
            await EventStream.SendAsync(call, Events(audio, input), static _ => new SimulatedEvent(SimulatedError.Server.ToJson()));
            return null;
        }

        var contentType = format == "pcm" ? "audio/pcm" : "audio/wav";
        return call.Model.Fault == Fault.None ? await SendPiecesAsync(call, contentType, audio) : await call.SendAsync(contentType, audio);
    }

    private static async ValueTask<SimulatedError?> SendPiecesAsync(SimulatedCall call, string contentType, ReadOnlyMemory<byte> audio)
    {
        await call.WaitAsync(call.Model.Pace.FirstToken);
        call.Http.Response.ContentType = contentType;
        for (var start = 0; start < audio.Length; start += PieceLength)
        {
            await call.WaitAsync(start == 0 ? TimeSpan.Zero : call.Model.Pace.PerToken);
            await call.Http.Response.BodyWriter.WriteAsync(audio.Slice(start, Math.Min(PieceLength, audio.Length - start)), call.Ends);
        }

        return null;
    }

    private static IEnumerable<SimulatedEvent> Events(ReadOnlyMemory<byte> audio, string input)
    {
        for (var start = 0; start < audio.Length; start += PieceLength)
        {
            yield return new SimulatedEvent(Json.Object(audio.Slice(start, Math.Min(PieceLength, audio.Length - start)), static (json, piece) =>
            {
                json.WriteString("type", "speech.audio.delta");
                json.WriteBase64String("audio", piece.Span);
            }))
            { Name = "speech.audio.delta", IsToken = true };
        }

        yield return new SimulatedEvent(Json.Object((Pieces.Estimate(Encoding.UTF8.GetByteCount(input)), audio.Length / PieceLength), static (json, of) =>
        {
            json.WriteString("type", "speech.audio.done");
            json.WriteStartObject("usage");
            json.WriteNumber("input_tokens", of.Item1);
            json.WriteNumber("output_tokens", of.Item2);
            json.WriteNumber("total_tokens", of.Item1 + of.Item2);
            json.WriteEndObject();
        }))
        { Name = "speech.audio.done", IsLast = true };
    }
}
