using System.Text;

namespace AiGateway.Demo.Generation;

/// <summary>Makes up answers. The same prompt, model and position give the same answer.</summary>
internal static class Composer
{
    private const int MostParallelCalls = 8;
    private const int TokensBeforeEarlyFinish = 5;

    /// <summary>Answers a prompt.</summary>
    /// <param name="prompt">What was asked.</param>
    /// <param name="model">Who answers.</param>
    /// <param name="position">Which of several answers to the same prompt this is, from 0.</param>
    public static Answer Compose(Prompt prompt, Models.SimulatedModel model, int position)
    {
        var budget = prompt.MostTokens;
        var reasoning = model.Reasons ? Take(Pieces.Of(Wording.Thoughts(prompt)), ref budget) : [];
        if (prompt.Tools.Count > 0 && (prompt.MustCall || prompt.ToolResult is null))
        {
            return Call(prompt, reasoning, budget);
        }

        var text = CutAtStop(TextOf(prompt, position), prompt.Stops);
        var pieces = Pieces.Of(text);
        var said = Take(pieces, ref budget);
        if (said.Count < pieces.Count)
        {
            return new Answer(reasoning, said, [], "length");
        }

        return model.EarlyFinish is { } reason
            ? new Answer(reasoning, said[..Math.Min(said.Count, TokensBeforeEarlyFinish)], [], reason)
            : new Answer(reasoning, said, [], "stop");
    }

    private static string TextOf(Prompt prompt, int position)
    {
        var text = Wording.Answer(prompt, position);
        if (!prompt.WantsJson)
        {
            return text;
        }

        return prompt.Schema.ValueKind != System.Text.Json.JsonValueKind.Undefined
            ? SchemaInstance.Of(prompt.Schema)
            : Encoding.UTF8.GetString(Json.Object((text, prompt.Question), static (json, of) =>
            {
                json.WriteString("question", Wording.Quote(of.Question));
                json.WriteString("answer", of.text);
                json.WriteBoolean("simulated", true);
            }));
    }

    private static Answer Call(Prompt prompt, IReadOnlyList<string> reasoning, int budget)
    {
        var calls = new List<ToolCall>();
        foreach (var tool in Choose(prompt))
        {
            var pieces = Pieces.Of(SchemaInstance.Of(tool.Parameters));
            var arguments = Take(pieces, ref budget);
            if (arguments.Count > 0)
            {
                calls.Add(new ToolCall("call_" + SimulatedCall.NewId()[..24], tool.Name, arguments));
            }

            if (arguments.Count < pieces.Count)
            {
                return new Answer(reasoning, [], calls, "length");
            }
        }

        return new Answer(reasoning, [], calls, "tool_calls");
    }

    // Those that the question speaks of, by a word of their names; the first of all where it speaks of none.
    private static List<Tool> Choose(Prompt prompt)
    {
        var most = prompt.ParallelCalls ? MostParallelCalls : 1;
        var chosen = new List<Tool>();
        foreach (var tool in prompt.Tools)
        {
            if (chosen.Count < most && SpeaksOf(prompt.Question, tool.Name))
            {
                chosen.Add(tool);
            }
        }

        return chosen.Count > 0 ? chosen : [prompt.Tools[0]];
    }

    private static bool SpeaksOf(string question, string name)
    {
        foreach (var word in name.AsSpan().SplitAny('_', '-', '.'))
        {
            var text = name.AsSpan(word);
            if (text.Length > 3 && question.AsSpan().Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string CutAtStop(string text, IReadOnlyList<string> stops)
    {
        var end = text.Length;
        foreach (var stop in stops)
        {
            var at = stop.Length == 0 ? -1 : text.IndexOf(stop, StringComparison.Ordinal);
            end = at >= 0 && at < end ? at : end;
        }

        return text[..end];
    }

    private static List<string> Take(List<string> pieces, ref int budget)
    {
        var taken = pieces.Count <= budget ? pieces : pieces[..budget];
        budget -= taken.Count;
        return taken;
    }
}
