using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator.Parse;

/// <summary>
/// Reads the expression strings of one attribute argument. They may speak of the block's parameters, of the constants of the surrounding
/// types, of <c>x</c> (what the layer is applied to) and, where the operation repeats, of <c>index</c>.
/// </summary>
/// <param name="owner">The type whose attribute it is.</param>
/// <param name="argument">The argument as it stands in the source.</param>
/// <param name="text">Its value.</param>
internal sealed class StringExpressionReader(TypeReader owner, ExpressionSyntax argument, string text) : ExpressionReader
{
    private readonly int _quotes = QuotesBefore(argument, text);
    private int _offset;

    /// <summary>The name of the argument whose value it is.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The whole string as one expression.</summary>
    public Expression ReadWhole() => ReadPart(0, text.Length);

    /// <summary>The string as an argument list: <c>expand: 6, stride: 2</c>.</summary>
    public IReadOnlyList<Argument> ReadArguments()
    {
        // The added parenthesis shifts every position by one.
        _offset = -1;
        ArgumentListSyntax list = SyntaxFactory.ParseArgumentList("(" + text + ")");
        Check(list, text);
        if (list.Arguments.Count == 0) throw Report(Rules.ExpressionSyntax, new TextSpan(0, text.Length), text, "it is empty");
        Argument[] arguments = [.. list.Arguments
            .Select(part => new Argument(part.NameColon?.Name.Identifier.ValueText ?? "", Read(part.Expression)))];
        if (HasRejected) owner.Session.HasSilentErrors = true;
        return arguments;
    }

    /// <summary>The string as a name with holes: <c>conv{first + index}</c>.</summary>
    public Template ReadTemplate()
    {
        var parts = new List<Expression>();
        int start = 0;
        while (start < text.Length)
        {
            int brace = text.IndexOfAny(['{', '}'], start);
            int end = brace < 0 ? text.Length : brace;
            if (end > start) parts.Add(new Literal(NewId(new TextSpan(start, end - start)), text.Substring(start, end - start)));
            if (brace < 0) break;
            int close = text[brace] == '}' ? brace : text.IndexOf('}', brace);
            parts.Add(ReadHole(brace, close));
            if (close < 0) break;
            start = close + 1;
        }

        _offset = 0;
        return new Template(NewId(new TextSpan(0, text.Length)), parts.ToEquatableArray());
    }

    /// <summary>What stands in braces; what is wrong there does not hide mistakes in the next.</summary>
    /// <param name="open">Where it begins; the closing brace where no other opens.</param>
    /// <param name="close">Where it ends; negative where it does not.</param>
    private Expression ReadHole(int open, int close)
    {
        try
        {
            _offset = 0;
            if (open == close) throw Report(Rules.ExpressionSyntax, new TextSpan(open, 1), text, "an opening { is missing");
            if (close < 0) throw Report(Rules.ExpressionSyntax, new TextSpan(open, text.Length - open), text, "a closing } is missing");
            return ReadPart(open + 1, close - open - 1);
        }
        catch (Rejected)
        {
            owner.Session.HasSilentErrors = true;
            _offset = 0;
            return new Unreadable(NewId(new TextSpan(open, 1)));
        }
    }

    protected override object? Constant(ExpressionSyntax syntax) => syntax switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => false,
        LiteralExpressionSyntax literal => Constants.Normalize(literal.Token.Value, null),
        _ => null,
    };

    protected override Expression ReadName(IdentifierNameSyntax name)
    {
        string identifier = name.Identifier.ValueText;
        if (identifier is "x" or "index" || owner.HasParameter(identifier)) return new Name(Id(name), identifier);
        if (owner.Constant(identifier) is { } constant) return new Literal(Id(name), constant);
        if (identifier.Length == 0) throw new Rejected();
        if (ReadValue(name) is { } read) return read;
        string known = MemberOf(identifier) is { } member ? $"if {member} is meant, write it without quotes"
            : owner.ParameterNames.Count == 0
            ? $"'{owner.Type.Name}' has no parameters, so only constants, x (the layer's input) and functions of Math can be used"
            : $"the parameters of '{owner.Type.Name}' are {string.Join(", ", owner.ParameterNames)}; use one of them, or add " +
                $"'{identifier}' to them";
        throw Report(Rules.UnknownName, name, $"'{identifier}' is unknown in this expression; {known}");
    }

    /// <summary>The member of the argument's enumeration that is written as a text elsewhere: <c>Padding = "same"</c>; null where there
    /// is none.</summary>
    private string? MemberOf(string written)
    {
        if (Purpose.Length == 0 || text != written) return null;
        if (Purpose == "Padding" && written == "valid") return "0";
        string enumeration = Purpose is "Inner" or "Gate" ? "Activation" : Purpose, plain = written.Replace("_", "");
        return (owner.Session.Known.Activation?.ContainingNamespace.GetTypeMembers() ?? [])
            .Where(type => type.TypeKind == TypeKind.Enum && type.Name.EndsWith(enumeration, StringComparison.OrdinalIgnoreCase))
            .SelectMany(type => type.GetMembers().OfType<IFieldSymbol>())
            .Where(field => field.HasConstantValue && field.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
            .Select(field => $"{field.ContainingType.Name}.{field.Name}").FirstOrDefault();
    }

    protected override Expression ReadMember(MemberAccessExpressionSyntax member)
    {
        string identifier = member.Name.Identifier.ValueText;
        if (member.Expression is IdentifierNameSyntax { Identifier.ValueText: "x" } x && !owner.HasParameter("x"))
        {
            if (!ShapeProperties.Contains(identifier))
            {
                throw Report(
                    Rules.UnknownName, member.Name,
                    $"'{identifier}' is unknown in this expression; " +
                        $"the properties of x are {string.Join(", ", ShapeProperties)}; use one of them");
            }

            return new Member(Id(member), new Name(Id(x), "x"), identifier);
        }

        if (member.Expression is IdentifierNameSyntax { Identifier.ValueText: var type }
            && owner.Session.Known.Activation?.ContainingNamespace.GetTypeMembers(type)
                .FirstOrDefault() is { TypeKind: TypeKind.Enum } enumeration)
        {
            IReadOnlyList<string> members = [.. enumeration.GetMembers().OfType<IFieldSymbol>().Select(field => field.Name)];
            return members.Contains(identifier)
                ? new Literal(Id(member), identifier)
                : throw Report(
                    Rules.UnknownName, member.Name,
                    $"'{identifier}' is unknown in this expression; " +
                        $"the members of {type} are {string.Join(", ", members)}; use one of them");
        }

        if (identifier == "Length" && member.Expression is ElementAccessExpressionSyntax)
            return new Member(Id(member), Read(member.Expression), identifier);
        if (identifier == "Length" && member.Expression is not IdentifierNameSyntax { Identifier.ValueText: "x" }
            && ReadValue(member.Expression) is { } array) return new Member(Id(member), array, identifier);
        return ReadValue(member) ?? throw Unsupported(member, $"'{member}'");
    }

    protected override Expression ReadCall(InvocationExpressionSyntax call)
    {
        string function = call.Expression.ToString();
        if (function.StartsWith("Math.", StringComparison.Ordinal)) function = function.Substring(5);
        bool isOwn = call.Expression is IdentifierNameSyntax && Symbols.Find(call.Expression).Any(owner.Session.CanRead);
        if (MathFunctions.Contains(function) && !isOwn) return MathCall(call, function);
        if (function.StartsWith("MathF.", StringComparison.Ordinal) && MathFunctions.Contains(function.Substring(6)))
            return new Call(Id(call), "(float)", [new Argument("", MathCall(call, function.Substring(6)))]);
        IReadOnlyList<IMethodSymbol> methods = [.. Symbols.Find(call.Expression).OfType<IMethodSymbol>()];
        if (methods.Count == 0) throw Unsupported(call, $"the call of '{call.Expression}'");
        int id = Id(call);
        Argument[] arguments = [.. call.ArgumentList.Arguments
            .Select(argument => new Argument(argument.NameColon?.Name.Identifier.ValueText ?? "", Read(argument.Expression)))];
        var fitting = methods.Select(method => (Method: method, Bound: TextSymbols.Bind(method, arguments, id)))
            .Where(candidate => candidate.Bound is not null).OrderBy(candidate => candidate.Method.Parameters.Any(part => part.IsParams))
            .ToList();
        // As in C#, the one that takes any number comes last.
        if (fitting.Count > 1 && fitting[1].Method.Parameters.Any(part => part.IsParams)) fitting.RemoveRange(1, fitting.Count - 1);
        IMethodSymbol called = fitting.Count > 0 ? fitting[0].Method : methods[0];
        (string Found, string Mend)? mistake =
            fitting.Count > 1 ? ("has several overloads that take these arguments", "give the methods different names")
            : MethodSignature.Mistake(owner, called) is { } unsuitable ? unsuitable
            : !called.IsStatic ? ("is no static method, and an expression string belongs to no object", "make it static")
            : fitting.Count == 0 ? ($"takes other arguments: {Parameters(called)}", "give it these")
            : IsOfTensors(called.ReturnType) ? ("computes tensors, and an expression string numbers", "call it in Forward")
            : null;
        if (mistake is { } found) throw Report(Rules.UncallableMethod, call, called.Name, found.Found, found.Mend);
        return new CallMethod(id, owner.Methods.KeyOf(called), fitting[0].Bound!.Value);
    }

    private TextSymbols Symbols => new(owner, argument);

    private bool IsOfTensors(ITypeSymbol type) =>
        owner.Session.Known.IsTensor(type) || owner.Session.Known.IsTensorArray(type) || owner.Session.Known.IsTensorTuple(type);

    private static string Parameters(IMethodSymbol method) => "(" + string.Join(", ", method.Parameters
        .Select(parameter => parameter.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat))) + ")";

    /// <summary>A constant, or a value that is written once; null where a name stands for something else.</summary>
    private Expression? ReadValue(ExpressionSyntax name)
    {
        IReadOnlyList<ISymbol> symbols = Symbols.Find(name);
        if (symbols.Count != 1) return null;
        if (symbols[0] is IFieldSymbol { HasConstantValue: true } field
            && Constants.Normalize(field.ConstantValue, field.Type) is { } value)
            return new Literal(Id(name), value);
        return MethodSignature.IsValue(owner, symbols[0]) ? new CallMethod(Id(name), owner.Methods.KeyOf(symbols[0]), []) : null;
    }

    protected override int Id(SyntaxNode syntax) => owner.NewId(() => At(syntax.Span));

    protected override Rejected Unsupported(SyntaxNode syntax, string found) => Report(Rules.UnsupportedExpression, syntax, found);

    private static IReadOnlyList<string> ShapeProperties { get; } = ["Channels", "Width", "Height", "Length", "Frames", "Rank"];

    private Expression ReadPart(int start, int length)
    {
        string part = text.Substring(start, length);
        _offset = start;
        if (string.IsNullOrWhiteSpace(part)) throw Report(Rules.ExpressionSyntax, new TextSpan(0, length), part, "it is empty");
        ExpressionSyntax syntax = SyntaxFactory.ParseExpression(part);
        Check(syntax, part);
        Expression expression = Read(syntax);
        if (HasRejected) owner.Session.HasSilentErrors = true;
        return expression;
    }

    private void Check(SyntaxNode syntax, string part)
    {
        if (syntax.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw Report(
                Rules.ExpressionSyntax, error.Location.SourceSpan, part, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)
                    .TrimEnd('.'));
        }

        if (Nesting.TooDeep(syntax) is { } deep) throw Report(Rules.ExpressionDepth, deep.Part, deep.Most);
    }

    private int NewId(TextSpan span)
    {
        int offset = _offset;
        _offset = 0;
        Location location = At(span);
        _offset = offset;
        return owner.NewId(() => location);
    }

    private Rejected Report(DiagnosticDescriptor rule, SyntaxNode syntax, params object[] arguments) =>
        Report(rule, syntax.Span, arguments);

    private Rejected Report(DiagnosticDescriptor rule, TextSpan span, params object[] arguments) => owner.Report(rule, At(span), arguments);

    /// <summary>The place inside the literal; the whole argument where the string is not a plain literal, such as
    /// <c>nameof(width)</c>.</summary>
    private Location At(TextSpan span)
    {
        if (_quotes < 0) return argument.GetLocation();
        int start = Math.Min(Math.Max(span.Start + _offset, 0), text.Length);
        int end = Math.Min(Math.Max(span.End + _offset, start), text.Length);
        return Location.Create(argument.SyntaxTree,
            TextSpan.FromBounds(argument.SpanStart + _quotes + start, argument.SpanStart + _quotes + end));
    }

    /// <summary>How many characters of the literal come before its text; −1 where the text is not in the source as it is.</summary>
    private static int QuotesBefore(ExpressionSyntax argument, string value)
    {
        if (argument is not LiteralExpressionSyntax literal) return -1;
        string source = literal.Token.Text;
        int quotes = source.IndexOf(value, StringComparison.Ordinal);
        return quotes > 0 && source.Substring(0, quotes).All(letter => letter is '"' or '@') ? quotes : value.Length == 0
            ? source.Length / 2
            : -1;
    }
}
