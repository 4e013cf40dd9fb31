namespace Fusion.Import.Writing;

/// <summary>Names in C# that nothing else in their class has.</summary>
internal sealed class Identifiers
{
    private static readonly HashSet<string> s_keywords = [.. """
        abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
        explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null
        object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static
        string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
        await async field record required scoped var value file dynamic nint nuint nameof not and or when with yield global partial
        index x batch
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];

    private readonly HashSet<string> _taken = [.. s_keywords, .. Syntax.Functions];

    public Identifiers(params string[] taken) => _taken.UnionWith(taken);

    public bool IsTaken(string name) => _taken.Contains(name);

    /// <summary>The name itself, where it is one and nobody has it, or one that is like it.</summary>
    public string Take(string wanted)
    {
        string name = Lower(Make(wanted)), unique = name;
        bool isCounted = name.Length > 0 && char.IsDigit(name[^1]);
        for (int number = 2; !_taken.Add(unique); number++) unique = name + (isCounted ? "_" : "") + number;
        return unique;
    }

    /// <summary>A type's name: its first letter is a capital.</summary>
    public static string Type(string wanted)
    {
        string name = Make(wanted).TrimStart('_');
        if (name.Length == 0 || char.IsDigit(name[0])) return "Network" + name;
        name = char.ToUpperInvariant(name[0]) + name[1..];
        return name;
    }

    /// <summary>Letters, digits and underscores of a text.</summary>
    private static string Make(string text)
    {
        var name = new System.Text.StringBuilder();
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || (char.IsLetter(c) && !char.IsSurrogate(c))) name.Append(c);
            else if (name.Length > 0 && name[^1] != '_') name.Append('_');
        }

        string made = name.ToString().TrimEnd('_');
        return made.Length == 0 ? "value" : char.IsDigit(made[0]) ? "_" + made : made;
    }

    private static string Lower(string name)
    {
        int capitals = name.TakeWhile(char.IsUpper).Count();
        return capitals == 0 ? name
            : capitals == name.Length ? name.ToLowerInvariant()
            : name[..Math.Max(1, capitals - 1)].ToLowerInvariant() + name[Math.Max(1, capitals - 1)..];
    }
}
