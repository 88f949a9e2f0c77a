using System.Text;
using System.Text.RegularExpressions;
using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Documents;

/// <summary>Writes the page on dialects from the tables of the code, in either language.</summary>
/// <param name="words">Puts a phrase into the language of the page.</param>
internal sealed partial class DialectsPage(Func<string, string> words)
{
    private static readonly string[] s_names = ["OpenAI Chat", "OpenAI Responses", "Anthropic Messages", "Gemini"];

    private readonly StringBuilder _page = new();

    /// <summary>The whole page.</summary>
    /// <param name="other">The link to the other language.</param>
    public string Write(string other)
    {
        Line(other);
        Title("# Dialects");
        Say("Clients speak OpenAI Chat, OpenAI Responses, Anthropic Messages or Gemini, and the path says which; so do providers. Where both speak the same, bytes pass unchanged. Where they differ, the gateway translates by way of one neutral form, and nothing gets lost silently: every field has a disposition for each target, and what cannot be carried is told.");
        Say("This page is written from the tables in `src/AiGateway.Dialects`, and tests compare the two. After a change there: `WRITE_DOCS=1 dotnet test --project tests/AiGateway.Tests --filter-class '*DialectsPageTests'`.");
        WritePairs();
        WriteRequests();
        WriteAnswers();
        WriteStops();
        Title("## Legacy completions");
        Say("`/v1/completions` is a caller's dialect only. A provider that speaks OpenAI Chat gets the bytes at its own path; anyone else is asked as for a conversation, with the prompt, one string or a list of one, as the user's words. `n`, `stop`, sampling and `user` go as in Chat; `echo` is done by the gateway, and `logprobs` come back in their older form. `suffix`, and a `best_of` above `n`, are dropped and told. Reasoning, citations and calls of tools have no place in the answer. Several prompts at once and prompts of token ids are refused.");
        Title("## How it is told");
        Say("`x-gateway-dropped` of the answer names the caller's fields that did not arrive, by the caller's own names, at most 32; so does `dropped` of the [log line](telemetry.md#the-log). `x-gateway-strict: true` on a request has it refused instead, with 400 [`unsupported_fields`](errors.md), before a provider is asked; where there are other targets, one that can carry it is asked.");
        Say("Fields without which the answer would be to another question (`previous_response_id`, `conversation`, `prompt`, `item_reference` of Responses; several prompts and token ids of legacy completions) are never dropped: such a request is refused, strict or not.");
        Say("Members that no dialect knows pass where caller and target speak the same dialect, and are named as dropped elsewhere.");
        Title("## What is remembered");
        Say("Reasoning that a caller's dialect cannot carry is remembered by the calls that it stands ahead of, and put back with the next turn; responses that a request refers to can be kept in memory. See [state](state.md).");
        new RulesSection(words, _page).Write();
        return _page.ToString();
    }

    private void WritePairs()
    {
        Title("## Every pair");
        Say("Rows speak to the gateway, columns are providers. The numbers count the recorded pairs that a test compares, each the same talk in both dialects: requests · answers · streams (`tests/AiGateway.Tests/Dialects/Conversation/Golden`). Each stream is read at every split of its bytes.");
        Line($"| | {string.Join(" | ", s_names)} |");
        Line("|---|---|---|---|---|");
        foreach (var caller in DialectCodecs.All)
        {
            Line($"| {NameOf(caller)} | {string.Join(" | ", DialectCodecs.All.Select(target => caller == target ? words("bytes pass") : CountOf(caller, target)))} |");
        }

        WriteProofs();
    }

    // Of the table that the end-to-end tests are run from.
    private void WriteProofs()
    {
        Say("Besides, every pair goes through the running gateway (`tests/AiGateway.EndToEnd/Dialects`): what the caller gets, event by event, and what the provider is sent. `matrix.tsv` there names the test of each cell; one that is missing fails a test. A tick stands for all of them: plain, stream, tools, tools in a stream, an error of the provider, an error in a stream, a stream that breaks.");
        var lines = Repository.Read("tests/AiGateway.EndToEnd/Dialects/matrix.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
        Line($"| | {string.Join(" | ", s_names)} |");
        Line("|---|---|---|---|---|");
        foreach (var caller in DialectCodecs.All)
        {
            var cells = DialectCodecs.All.Select(target => lines.Single(line => line[0] == caller.Name && line[1] == target.Name)[2..]);
            Line($"| {NameOf(caller)} | {string.Join(" | ", cells.Select(tests => Array.TrueForAll(tests, test => test.Length > 0) && tests.Length == lines[0].Length - 2 ? "✓" : string.Join(", ", tests)))} |");
        }
    }

    private void WriteRequests()
    {
        Title("## What becomes of a request");
        Say("A name alone: the field is carried, and this is what the target calls it. Mapped: it arrives in other words, and may lose precision. Emulated: it arrives by other means. Dropped: it does not arrive, and the caller is told; where the dialect has a word for the field as a caller's, it stands behind. What single providers and models differ in is [below](#request-rules-of-providers-and-models).");
        WriteTable(DocstringsOf("ConversationField"), (codecs, number) => CellOf(codecs.Request.Fields.Rows[number].Disposition, codecs.Request.Fields.Rows[number].Name));
        Say("Signatures and sealed reasoning are of use to the family that gave them out, and to nobody else: a signed thought goes to others as an unsigned one, or not at all. A file by its id is dropped everywhere, for it belongs to the provider's account.");
        Say("An effort in a word that nobody else knows (`default`) is dropped and told. Anthropic shows the thoughts of a budget unless `thinking.display` says otherwise, so Gemini is asked to show them, too.");
        Say("A tool's name that the target's dialect refuses, for its length or its letters, is told to it as another, and the caller hears of his own. Results stand right behind their calls, whatever was said between them; where one is missing, Anthropic and Gemini are told that the tool gave none.");
        Say("Schemas are put as the target takes them. For Anthropic, a tool's input is an object: of a choice at its top (`anyOf`, `oneOf`) all variants become one, which is told as `tools.anyOf`. What an answer or a strict tool must fit becomes closed objects, with bounds as words of the description. Gemini's own schemas become JSON schemas. Search results, and documents of several texts, which Anthropic alone has, are told to others as text.");
    }

    private void WriteAnswers()
    {
        Title("## What becomes of an answer");
        Say("Columns are what the caller speaks. A dropped field of an answer is not told, but for images: the head of a stream is gone before it is known. Every field that a provider sends arrives where its cell says so, in whole answers and in streams, but for those marked *whole*, which streams do not have.");
        WriteTable(DocstringsOf("AnswerField"), (codecs, number) =>
            CellOf(codecs.Answer.Fields.Rows[number].Disposition, codecs.Answer.Fields.Rows[number].Name) + (codecs.Answer.Fields.Rows[number].WholeOnly ? $" *{words("whole")}*" : ""));
        Say("Signatures and sealed reasoning of another family are spelt with its name ahead of them (`gemini.…`, `anthropic-sealed.…`) where the caller's dialect has a place for its own and that place takes any text (`thinking_blocks`, `encrypted_content`); sent back, they go to whom they belong.");
        Say("Who asks in Chat with `functions` and no `tools` is answered with `function_call`: one call an answer, the first.");
        Say("Code that Gemini runs, and what comes of it, is told as text between fences. Messages have no place for images: one that is lost is told as `answer.images`, in the header for a whole answer, and in the log line. What a provider's own tools do on the way is not told, but for what the model says of it.");
        Say("Thoughts that open models write into their text, between `<think>` and `</think>` at its beginning, are told as reasoning to callers of another dialect, for all providers that imitate OpenAI Chat; callers who speak Chat get the text as it is.");
        Say("Messages have one block at a time: calls that a provider tells interleaved are told one after the other, and words in the middle of a call behind it. Calls that a provider gives neither ids nor indexes are told apart by their names.");
    }

    private void WriteStops()
    {
        Title("## Why an answer ends");
        WriteTable(DocstringsOf("StopReason"), (codecs, number) => StopOf(codecs, (StopReason)number));
    }

    private void WriteTable(List<string> rows, Func<DialectCodecs, int, string> cell)
    {
        Line($"| | {string.Join(" | ", s_names)} |");
        Line("|---|---|---|---|---|");
        for (var number = 0; number < rows.Count; number++)
        {
            Line($"| {words(rows[number])} | {string.Join(" | ", DialectCodecs.All.Select(codecs => cell(codecs, number)))} |");
        }
    }

    private string CellOf(Disposition disposition, string? name)
    {
        var word = words(disposition.ToString().ToLowerInvariant());
        return disposition switch
        {
            Disposition.Carried => $"`{name}`",
            Disposition.Dropped when name is null => $"**{word}**",
            Disposition.Dropped => $"**{word}** (`{name}`)",
            _ when name is null => word,
            _ => $"{word}: `{name}`",
        };
    }

    private static string StopOf(DialectCodecs codecs, StopReason reason)
    {
        var answer = new ConversationAnswer { Choices = [new AnswerChoice([], reason)] };
        var written = Translating.WriteAnswer(answer, codecs);
        return string.Join(", ", StopWord().Matches(written).Select(word => $"`{word.Groups[1].Value}`"));
    }

    private static string CountOf(DialectCodecs caller, DialectCodecs target)
    {
        static int Count(IEnumerable<ITheoryDataRow> rows, string from, string to) => rows.Count(row => row.GetData() is [_, string source, string aim] && source == from && aim == to);
        return $"{Count(GoldenTests.Requests, caller.Name, target.Name)} · {Count(GoldenTests.Answers, target.Name, caller.Name)} · {Count(GoldenTests.Streams, target.Name, caller.Name)}";
    }

    private static string NameOf(DialectCodecs codecs) => s_names[DialectCodecs.All.ToList().IndexOf(codecs)];

    // What the enumeration says of its members, without the full stop.
    private static List<string> DocstringsOf(string enumeration)
    {
        var source = Repository.Read($"src/AiGateway.Dialects/Conversation/{enumeration}.cs");
        return [.. Member().Matches(source).Select(member => member.Groups[1].Value)];
    }

    private void Title(string title)
    {
        var level = title[..(title.IndexOf(' ', StringComparison.Ordinal) + 1)];
        EndBlock();
        Line(level + words(title[level.Length..]));
        Line("");
    }

    private void Say(string paragraph)
    {
        EndBlock();
        Line(words(paragraph));
        Line("");
    }

    private void EndBlock()
    {
        if (_page is not [.., '\n', '\n'])
        {
            Line("");
        }
    }

    private void Line(string line) => _page.Append(line).Append('\n');

    [GeneratedRegex(@"/// <summary>([^<]*)\.</summary>\s+\w+,")]
    private static partial Regex Member();

    [GeneratedRegex("\"(?:finish_reason|stop_reason|finishReason|status|reason)\":\"([^\"]+)\"")]
    private static partial Regex StopWord();
}
