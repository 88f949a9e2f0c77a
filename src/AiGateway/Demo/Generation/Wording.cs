using System.Text;

namespace AiGateway.Demo.Generation;

/// <summary>The sentences of the simulated models, in English, or in Chinese where the question is.</summary>
internal static class Wording
{
    private const int LongestQuote = 240;

    private static readonly string[] s_endings =
    [
        "I always answer the same to the same words, so your tests can count on it.",
        "A real provider would say more; everything around the answer works as it would there.",
        "Point the gateway at a real provider and the same request gets a real answer.",
    ];

    private static readonly string[] s_chineseEndings =
    [
        "同样的问题我总是给出同样的回答，因此可以放心用于测试。",
        "真实的模型会说得更多，但请求与响应的格式完全一样。",
        "把网关指向真实的服务商，同样的请求就会得到真实的回答。",
    ];

    /// <summary>What a model says to the prompt.</summary>
    /// <param name="prompt">What was asked.</param>
    /// <param name="position">Which of several answers to the same prompt this is, from 0.</param>
    public static string Answer(Prompt prompt, int position)
    {
        var chinese = Pieces.HasIdeographs(prompt.Question);
        var text = new StringBuilder();
        if (prompt.ToolResult is { } result)
        {
            text.Append(chinese ? $"根据工具返回的结果：{Quote(result)}。" : $"The tool says: {Quote(result)}. ");
        }

        text.Append(chinese ? "你好！我是一个模拟模型。" : "Hello! I am a simulated model. ");
        if (prompt.Attachments > 0)
        {
            text.Append(chinese
                ? $"我收到了 {prompt.Attachments} {ChineseName(prompt.AttachmentName)}，但我不会真的去看。"
                : $"I got {prompt.Attachments} {prompt.AttachmentName}{(prompt.Attachments == 1 ? "" : "s")}, which I do not really look at. ");
        }

        if (prompt.Question.Length > 0)
        {
            text.Append(chinese ? $"你说的是：“{Quote(prompt.Question)}”。" : $"You said: \"{Quote(prompt.Question)}\". ");
        }

        var endings = chinese ? s_chineseEndings : s_endings;
        return text.Append(endings[(int)((ulong)(prompt.Seed + position) % (ulong)endings.Length)]).ToString();
    }

    /// <summary>What a reasoning model thinks before it answers.</summary>
    public static string Thoughts(Prompt prompt) => Pieces.HasIdeographs(prompt.Question)
        ? $"用户说：“{Quote(prompt.Question)}”。我是模拟模型，只需要礼貌地回答并引用这句话。"
        : $"The user says \"{Quote(prompt.Question)}\". I am a simulation, so I greet, quote this, and stay predictable.";

    /// <summary>The beginning of a text, not cut in the middle of a character.</summary>
    public static string Quote(string text)
    {
        if (text.Length <= LongestQuote)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote)] + "…";
    }

    private static string ChineseName(string attachment) => attachment switch
    {
        "image" => "张图片",
        "document" => "个文档",
        _ => "段录音",
    };
}
