namespace AiGateway.Configuration;

/// <summary>Turns what a source says of one variable into a value, or into one line about what is wrong with it.</summary>
internal sealed class VariableReader(EnvironmentSource source, List<string> problems)
{
    private const int MaxSecretFileBytes = 64 * 1024;

    /// <summary>The value of a variable, or of its default. Where it is bad, a problem is told and the value does not count.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="parse">Reads its text.</param>
    /// <param name="show">Writes a bad text into the problem; unless told, quoted.</param>
    public T Read<T>(KnownVariable variable, Func<string, Parsed<T>> parse, Func<string, string>? show = null)
    {
        var said = source.Find(variable.Name);
        var text = said?.Value ?? variable.Default;
        var parsed = parse(text);
        if (!parsed.IsGood)
        {
            Report(variable, $"{(show ?? Shown.Text)(text)} {parsed.Problem}", said?.Where);
        }

        return parsed.Value!;
    }

    /// <summary>The value of a variable that has no default; null (with or without a problem) where there is none.</summary>
    public T? ReadOptional<T>(KnownVariable variable, Func<string, Parsed<T>> parse)
        where T : class => source.Find(variable.Name) is null ? null : Read(variable, parse);

    /// <summary>As <see cref="ReadOptional"/>, for values.</summary>
    public T? ReadOptionalValue<T>(KnownVariable variable, Func<string, Parsed<T>> parse)
        where T : struct => source.Find(variable.Name) is null ? null : Read(variable, parse);

    /// <summary>The value of a secret, from its variable or from the file that <c>NAME_FILE</c> names. Whatever is wrong, its text is not told.</summary>
    public T ReadSecret<T>(KnownVariable variable, Func<string, Parsed<T>> parse)
    {
        if (FindSecret(variable, out var failed) is not { } said)
        {
            if (!failed)
            {
                problems.Add($"{variable.Name}: is missing. Set it, or {variable.FileName} to the path of a file that holds it. Allowed: {variable.Allowed}");
            }

            return default!;
        }

        var parsed = parse(said.Value);
        if (!parsed.IsGood)
        {
            Report(variable, parsed.Problem, said.Where);
        }

        return parsed.Value!;
    }

    /// <summary>Reads the path of a file that must be there; the value is its full path.</summary>
    public Parsed<string> ParseExistingFile(string text)
    {
        var path = Path.Combine(source.WorkingDirectory, text);
        return File.Exists(path) ? Parsed.Good(Path.GetFullPath(path)) : Parsed.Bad<string>("is not there, or is not a file that may be seen");
    }

    private Said? FindSecret(KnownVariable variable, out bool failed)
    {
        failed = false;
        var direct = source.Find(variable.Name);
        if (source.Find(variable.FileName) is not { } file)
        {
            return direct;
        }

        if (direct is not { } value)
        {
            return ReadFile(variable, file, out failed);
        }

        // The real environment wins, under either name; only within one place is it open which is meant.
        var directIsReal = value.Where == EnvironmentSource.RealEnvironment;
        var fileIsReal = file.Where == EnvironmentSource.RealEnvironment;
        if (directIsReal != fileIsReal)
        {
            return directIsReal ? value : ReadFile(variable, file, out failed);
        }

        failed = true;
        problems.Add($"{variable.Name}: is set, and so is {variable.FileName}. Set only one of them");
        return null;
    }

    private Said? ReadFile(KnownVariable variable, Said file, out bool failed)
    {
        var text = BoundedFile.Read(Path.Combine(source.WorkingDirectory, file.Value), MaxSecretFileBytes);
        failed = !text.IsGood;
        if (!text.IsGood)
        {
            // Without a separator it may be the secret itself, put under the wrong name.
            var shown = file.Value.AsSpan().ContainsAny('/', '\\') ? Shown.Text(file.Value) : "(its name is not shown)";
            problems.Add(
                $"{variable.FileName}: the file {shown} {text.Problem} (from {file.Where}). Allowed: the path of a file with the secret, up to {ByteSize.Format(MaxSecretFileBytes)}");
            return null;
        }

        return text.Value.Trim() is { Length: > 0 } secret ? new Said(secret, $"the file that {variable.FileName} names") : null;
    }

    private void Report(KnownVariable variable, string what, string? where) =>
        problems.Add($"{variable.Name}: {what}{(where is null ? "" : $" (from {where})")}. Allowed: {variable.Allowed}");
}
