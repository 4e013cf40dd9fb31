using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Emit;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Reads a network and the blocks that it uses.</summary>
internal static class NetworkReader
{
    public static NetworkModel Read(ParseSession session, INamedTypeSymbol type)
    {
        var reader = new TypeReader(session, type, isNetwork: true);
        bool canExtend = CheckClass(session, reader, ClassRole.Network);
        NetworkHead head = ReadHead(session, type, canExtend);
        if (head.CanExtend) head = head with { Taken = MemberReader.Check(reader, head) };
        BlockSpec body = WithReader.Find(type) is { } with ? WithReader.Read(reader, with) : reader.Read();
        EquatableArray<SizeSpec> sizes = ReadSizes(reader, body);
        CheckOptions(reader);
        EquatableArray<BlockSpec> blocks = ReadBlocks(session, reader);
        if (session.HasTaps) head = head with { HasTaps = true };
        if (session.HasTaps && head.CanExtend) head = head with { Taken = [.. head.Taken, .. MemberReader.CheckTapped(reader, head)] };
        var spec = new NetworkSpec(
            head.Namespace, head.ContainingTypes, head.ClassName, head.Modifiers, sizes, body, blocks, ReadArithmetic(type),
            ReadWeights(type))
        {
            Layout = ReadLayout(type),
            Members = session.HasTaps ? MemberReader.Names(reader, head) : [],
        };
        string mistake = session.Errors.FirstOrDefault(error => error.Diagnostic.Severity == DiagnosticSeverity.Error) is { } first
            ? first.Diagnostic.Id + ": " + first.Diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)
            : "";
        bool isSketched = session.Map is not null || (session.Failed && session.HasTaps);
        return new NetworkModel(head, session.Failed ? null : spec, mistake) { Sketch = isSketched ? spec : null };
    }

    /// <summary>Numbers that are cast to an enumeration and are none of its members.</summary>
    private static void CheckOptions(TypeReader reader)
    {
        foreach (AttributeData attribute in reader.Type.GetAttributes()
            .Where(candidate => KnownTypes.IsNamed(candidate.AttributeClass, KnownTypes.FusedNetworkAttribute)))
        {
            foreach (var option in attribute.NamedArguments)
            {
                if (option.Value.Kind != TypedConstantKind.Enum || Constants.Normalize(option.Value.Value, option.Value.Type) is not null)
                    continue;
                var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(reader.Session.Cancellation) as AttributeSyntax;
                ExpressionSyntax? argument = syntax?.ArgumentList?.Arguments
                    .FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == option.Key)?.Expression;
                reader.Report(
                    Rules.UnusableArgument, argument?.GetLocation() ?? reader.Identifier(), argument?.ToString() ?? option.Key,
                    TypeReader.WithoutSuffix(attribute.AttributeClass!.Name), $"no member of '{option.Value.Type!.Name}'",
                    "one of " + Constants.Members(option.Value.Type));
            }
        }
    }

    /// <summary>Plain sums for the whole class, whose sizes share their weights, as soon as one of its attributes asks for them.</summary>
    private static Arithmetic ReadArithmetic(INamedTypeSymbol type) =>
        AnySays(type, "Arithmetic", (int)Arithmetic.Direct) ? Arithmetic.Direct : Arithmetic.Fast;

    /// <summary>Likewise, BF16 as soon as one of the attributes asks for it.</summary>
    private static WeightStorage ReadWeights(INamedTypeSymbol type) =>
        AnySays(type, "Weights", (int)WeightStorage.BFloat16) ? WeightStorage.BFloat16 : WeightStorage.Float32;

    /// <summary>Likewise, channels first as soon as one of the attributes asks for it.</summary>
    private static Layout ReadLayout(INamedTypeSymbol type) => AnySays(type, "Layout", (int)Layout.Nchw) ? Layout.Nchw : Layout.Nhwc;

    private static bool AnySays(INamedTypeSymbol type, string property, int value) =>
        type.GetAttributes().Where(attribute => KnownTypes.IsNamed(attribute.AttributeClass, KnownTypes.FusedNetworkAttribute))
            .SelectMany(attribute => attribute.NamedArguments)
                .Any(argument => argument.Key == property && argument.Value.Value is int found && found == value);

    /// <summary>Every block that the network uses, each once, in the order in which they are found.</summary>
    private static EquatableArray<BlockSpec> ReadBlocks(ParseSession session, TypeReader network)
    {
        var specs = new List<BlockSpec>();
        var seen = new HashSet<string>();
        var waiting = new Queue<INamedTypeSymbol>(network.Blocks);
        while (waiting.Count > 0)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            INamedTypeSymbol block = waiting.Dequeue();
            if (!seen.Add(TypeReader.KeyOf(block))) continue;
            var reader = new TypeReader(session, block, isNetwork: false);
            specs.Add(BlockReader.Read(reader));
            foreach (INamedTypeSymbol inner in reader.Blocks) waiting.Enqueue(inner);
        }

        return specs.ToEquatableArray();
    }

    private static EquatableArray<SizeSpec> ReadSizes(TypeReader reader, BlockSpec body)
    {
        var declared = ShapeReader.Read(reader, reader.Type.GetAttributes(), KnownTypes.FusedNetworkAttribute);
        var sizes = declared.Where(shape => shape.Dimensions.Length > 0).ToList();
        string name = reader.Type.Name;
        IReadOnlyList<ForwardInput> inputs = body.Forward?.Inputs ?? [];
        var shaped = inputs.Where(input => input.Dimensions.Count > 0).ToList();
        if (sizes.Count > 0 && inputs.Count > 1)
        {
            reader.Report(
                Rules.ConflictingShapes, sizes[0].Location, name, $"[FusedNetwork] carries one, but Forward has {inputs.Count} inputs",
                "leave it empty and put [Shape(…)] on each parameter of Forward");
        }
        else if (sizes.Count > 0 && shaped.Count > 0)
        {
            reader.Report(
                Rules.ConflictingShapes, sizes[0].Location, name, $"[FusedNetwork] carries one, and so does [Shape] on '{shaped[0].Name}'",
                "keep one of them");
        }
        else if (sizes.Count == 0 && !reader.Session.HasWrongShapes && (body.Forward is null || shaped.Count < inputs.Count))
        {
            string input = inputs.FirstOrDefault(candidate => candidate.Dimensions.Count == 0)?.Name ?? "input";
            AttributeData? empty = Parameter(reader, input)?.GetAttributes()
                .FirstOrDefault(attribute => KnownTypes.IsNamed(attribute.AttributeClass, ShapeReader.ShapeAttribute));
            bool isParameter = inputs.Count > 1 || empty is not null;
            Location location = isParameter
                ? ShapeReader.Place(empty) ?? Parameter(reader, input)?.Locations[0] ?? reader.Identifier()
                : declared.Select(shape => shape.Location).FirstOrDefault() ?? reader.Identifier();
            reader.Report(
                Rules.MissingShape, location, input, name,
                isParameter ? $"write '[Shape(224, 224, 3)] Tensor {input}' with its own sizes"
                    : "write '[FusedNetwork(224, 224, 3)]' with its own sizes: height, width, channels");
        }

        for (int i = 0; i < sizes.Count; i++)
        {
            int first = sizes.FindIndex(size => size.Dimensions.SequenceEqual(sizes[i].Dimensions));
            if (first == i) continue;
            reader.Report(Rules.ConflictingShapes, sizes[i].Location, name,
                $"({string.Join(", ", sizes[i].Dimensions)}) is the size of two attributes", "remove one of them");
        }

        return sizes.Select(size => new SizeSpec(reader.NewId(() => size.Location), size.Dimensions.ToEquatableArray())).ToEquatableArray();
    }

    private static IParameterSymbol? Parameter(TypeReader reader, string name) =>
        reader.Type.GetMembers("Forward").OfType<IMethodSymbol>().SelectMany(method => method.Parameters)
            .FirstOrDefault(parameter => parameter.Name == name);

    /// <summary>Whether the class can be a network, and a generated part can join it.</summary>
    public static bool CheckClass(ParseSession session, TypeReader reader, ClassRole role)
    {
        INamedTypeSymbol type = reader.Type;
        bool canExtend = true;
        if (type.TypeKind != TypeKind.Class)
        {
            // C# says that the attribute is for classes.
            session.HasSilentErrors = true;
            return false;
        }

        if (!IsPartial(session, type))
        {
            reader.Report(Rules.NotPartial, reader.Identifier(), type.Name, role.Attribute);
            return false;
        }

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(session, outer))
            {
                reader.Report(Rules.ContainingTypeNotPartial, reader.Identifier(), type.Name, outer.Name, role.Noun);
                return false;
            }
        }

        (string Found, string Mend, bool CanExtend)? mistake =
            type.IsRecord ? ("is a record", "write 'class'", true)
            : type.IsStatic ? ("is static", "remove 'static'", false)
            : type.IsAbstract ? ("is abstract", "remove 'abstract'", true)
            : IsFileLocal(type) ? ("is local to its file", "remove 'file'", false)
            : type.IsGenericType ? ("is generic, or nested in a generic type", "make it a class without type parameters", false)
            : type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent
                && parent.ToDisplayString() != role.BaseType
                ? ($"derives from '{parent.Name}'", "remove the base class", false)
            : type.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared && !IsGenerated(constructor))
                ? ("has a constructor", role == ClassRole.Network
                    ? "remove it; parameters belong to blocks: make it a [Block], of which [With<…>(…)] makes networks"
                    : "remove it", false)
            : null;
        if (mistake is { } found)
        {
            reader.Report(Rules.UnsuitableClass, reader.Identifier(), type.Name, found.Found, found.Mend, role.Noun, role.OneOf);
            canExtend = found.CanExtend && !type.IsRecord;
        }
        else
        {
            ProjectReader.Check(reader);
        }

        return canExtend;
    }

    /// <summary>The analyzer sees the generated part as well.</summary>
    private static bool IsGenerated(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    private static bool IsFileLocal(INamedTypeSymbol? type) => type is not null && (type.IsFileLocal || IsFileLocal(type.ContainingType));

    private static bool IsPartial(ParseSession session, INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(session.Cancellation)).OfType<TypeDeclarationSyntax>()
            .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>What the generated part of a class needs whatever it declares.</summary>
    public static NetworkHead ReadHead(ParseSession session, INamedTypeSymbol type, bool canExtend)
    {
        var containing = new List<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            string kind = outer switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                _ => "class",
            };
            containing.Insert(0, $"partial {kind} {Escape.Identifier(outer.Name)}");
        }

        IMethodSymbol? forward = WithReader.Forward(type);
        IReadOnlyList<string> inputs = forward is { Parameters.Length: > 0 }
            ? [.. forward.Parameters.Select(parameter => parameter.Name)]
            : ["input"];
        IReadOnlyList<string> outputs = forward?.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
            ? [.. tuple.TupleElements.Select((element, i) => element.IsExplicitlyNamedTupleElement ? element.Name : "output" + (i + 1))]
            : ["output"];
        string accessibility = SyntaxFacts.GetText(type.DeclaredAccessibility);
        // Where the declaration gives one name twice, the parameters of Run still need two.
        var used = new HashSet<string> { "normalization" };
        return new NetworkHead(
            Namespace(type),
            containing.ToEquatableArray(),
            Escape.Identifier(type.Name),
            type.IsSealed ? accessibility + " sealed" : accessibility,
            inputs.Select(name => Unique(name, "Input")).ToEquatableArray(),
            outputs.Select(name => Unique(name, "Result")).ToEquatableArray(),
            ReadRanks(type),
            canExtend && HasNames(type, inputs, outputs));

        string Unique(string name, string suffix)
        {
            while (!used.Add(name)) name += suffix;
            return name;
        }
    }

    /// <summary>The ranks of several sizes; none where there is one size, or what there is cannot be read.</summary>
    private static EquatableArray<int> ReadRanks(INamedTypeSymbol type)
    {
        var sizes = type.GetAttributes().Where(attribute => KnownTypes.IsNamed(attribute.AttributeClass, KnownTypes.FusedNetworkAttribute))
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault()).ToList();
        return sizes.Count < 2
            ? []
            : sizes.Where(size => size is { Kind: TypedConstantKind.Array, IsNull: false }).Select(size => size.Values.Length)
                .Where(rank => rank is >= 1 and <= 4).Distinct().ToEquatableArray();
    }

    /// <summary>While a declaration is being typed, parts of it have no name, and no code can be generated.</summary>
    private static bool HasNames(INamedTypeSymbol type, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        IEnumerable<string> names = inputs.Concat(outputs).Append(type.Name);
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            names = names.Append(outer.Name);
        for (INamespaceSymbol space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            names = names.Append(space.Name);
        return names.All(SyntaxFacts.IsValidIdentifier);
    }

    /// <summary>The namespace, outermost name first, as C# reads it anywhere.</summary>
    private static string Namespace(INamedTypeSymbol type)
    {
        var names = new List<string>();
        for (INamespaceSymbol space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            names.Insert(0, Escape.Identifier(space.Name));
        return string.Join(".", names);
    }
}
