using System.Text;
using AiGateway.Demo.Files;
using AiGateway.Demo.Models;

namespace AiGateway.Demo.Media;

/// <summary><c>POST /v1/audio/transcriptions</c> and <c>/translations</c>: what comes back tells name and size of the file.</summary>
internal static class TranscriptionsEndpoint
{
    // About what a minute of compressed speech has.
    private const double BytesPerSecond = 8_000;

    public static ValueTask<SimulatedError?> TranscribeAsync(SimulatedCall call) => AnswerAsync(call, "transcription", "transcribe");

    public static ValueTask<SimulatedError?> TranslateAsync(SimulatedCall call) => AnswerAsync(call, "translation", "translate");

    private static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call, string what, string task)
    {
        var (form, error) = await UploadForm.ReadAsync(call, static _ => true);
        if (error is not null)
        {
            return error;
        }

        if (form.Field("model") is not { } model)
        {
            return SimulatedError.Invalid("you must provide a model parameter");
        }

        if (call.Admit(model, ModelKind.Transcription) is { } refused)
        {
            return refused;
        }

        if (await Faults.ReplaceAnswerAsync(call))
        {
            return null;
        }

        var isChinese = task == "transcribe" && form.Field("language") is { } language && language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        var text = isChinese
            ? $"这是文件 {form.FileName}（{form.Length} 字节）的模拟转写。"
            : $"This is a simulated {what} of {form.FileName}, {form.Length} bytes.";
        var seconds = Math.Round(Math.Max(0.1, form.Length / BytesPerSecond), 2);
        var transcript = new Transcript(text, seconds, isChinese ? "chinese" : "english", task, !call.Model.HidesUsage);
        if (task == "transcribe" && form.Field("stream") == "true")
        {
            await EventStream.SendAsync(call, transcript.Events(), static _ => new SimulatedEvent(SimulatedError.Server.ToJson()));
            return null;
        }

        return form.Field("response_format") switch
        {
            null or "json" => await call.SendJsonAsync(transcript.ToJson()),
            "verbose_json" => await call.SendJsonAsync(transcript.ToVerboseJson()),
            "text" => await SendTextAsync(call, transcript.Text + "\n"),
            "srt" => await SendTextAsync(call, transcript.ToSubtitles(','), "1\n"),
            "vtt" => await SendTextAsync(call, transcript.ToSubtitles('.'), "WEBVTT\n\n"),
            var other => SimulatedError.InvalidValue(other, "'json', 'text', 'srt', 'verbose_json', and 'vtt'", "response_format"),
        };
    }

    private static ValueTask<SimulatedError?> SendTextAsync(SimulatedCall call, string text, string head = "") =>
        call.SendAsync("text/plain; charset=utf-8", Encoding.UTF8.GetBytes(head + text));
}
