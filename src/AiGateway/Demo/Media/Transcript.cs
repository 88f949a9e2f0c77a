using System.Globalization;
using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Media;

/// <summary>The answer to a transcription, in the forms that it is asked for.</summary>
/// <param name="Text">What was said.</param>
/// <param name="Seconds">How long the audio is taken to be.</param>
/// <param name="Language">Its language, in English: <c>chinese</c>.</param>
/// <param name="Task"><c>transcribe</c> or <c>translate</c>.</param>
/// <param name="TellsUsage">Say what it used.</param>
internal sealed record Transcript(string Text, double Seconds, string Language, string Task, bool TellsUsage)
{
    public byte[] ToJson() => Json.Object(this, static (json, transcript) =>
    {
        json.WriteString("text", transcript.Text);
        transcript.WriteUsage(json);
    });

    public byte[] ToVerboseJson() => Json.Object(this, static (json, transcript) =>
    {
        json.WriteString("task", transcript.Task);
        json.WriteString("language", transcript.Language);
        json.WriteNumber("duration", transcript.Seconds);
        json.WriteString("text", transcript.Text);
        json.WriteStartArray("segments");
        json.WriteStartObject();
        json.WriteNumber("id", 0);
        json.WriteNumber("seek", 0);
        json.WriteNumber("start", 0);
        json.WriteNumber("end", transcript.Seconds);
        json.WriteString("text", transcript.Text);
        json.WriteStartArray("tokens");
        json.WriteEndArray();
        json.WriteNumber("temperature", 0);
        json.WriteNumber("avg_logprob", -0.1);
        json.WriteNumber("compression_ratio", 1);
        json.WriteNumber("no_speech_prob", 0);
        json.WriteEndObject();
        json.WriteEndArray();
        transcript.WriteUsage(json);
    });

    /// <summary>One subtitle for all of it.</summary>
    /// <param name="decimalMark">A comma in SubRip, a point in WebVTT.</param>
    public string ToSubtitles(char decimalMark)
    {
        var end = TimeSpan.FromSeconds(Seconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture).Replace('.', decimalMark);
        return $"00:00:00{decimalMark}000 --> {end}\n{Text}\n\n";
    }

    public IEnumerable<SimulatedEvent> Events()
    {
        foreach (var piece in Pieces.Of(Text))
        {
            yield return new SimulatedEvent(Json.Object(piece, static (json, piece) =>
            {
                json.WriteString("type", "transcript.text.delta");
                json.WriteString("delta", piece);
            }))
            { Name = "transcript.text.delta", IsToken = true };
        }

        yield return new SimulatedEvent(Json.Object(this, static (json, transcript) =>
        {
            json.WriteString("type", "transcript.text.done");
            json.WriteString("text", transcript.Text);
            transcript.WriteUsage(json);
        }))
        { Name = "transcript.text.done", IsLast = true };
    }

    private void WriteUsage(Utf8JsonWriter json)
    {
        if (TellsUsage)
        {
            json.WriteStartObject("usage");
            json.WriteString("type", "duration");
            json.WriteNumber("seconds", Math.Ceiling(Seconds));
            json.WriteEndObject();
        }
    }
}
