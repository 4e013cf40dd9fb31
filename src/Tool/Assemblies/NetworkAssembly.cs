using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Fusion.Compiler.Graphs;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Assemblies;

/// <summary>
/// Finds the networks in an assembly by reading its metadata: generated classes have their numbers and texts as constants. Nothing is
/// loaded, and no code runs, not even a module initialiser; neither the assembly's neighbours nor Fusion's own version matter.
/// </summary>
internal static class NetworkAssembly
{
    /// <summary>All networks of an assembly, by name.</summary>
    /// <exception cref="ToolException">The file is no .NET assembly.</exception>
    public static IReadOnlyList<DeclaredNetwork> Read(string path)
    {
        using FileStream file = InputFile.Open(path, "a built assembly, such as bin/Release/net10.0/Program.dll,");
        try
        {
            using var image = new PEReader(file);
            if (!image.HasMetadata) throw new ToolException($"{path} is a native library or program; a .NET assembly was expected.");
            MetadataReader reader = image.GetMetadataReader();
            return [.. reader.TypeDefinitions.Select(handle => Network(image, reader, handle)).OfType<DeclaredNetwork>()
                .OrderBy(network => network.FullName, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException or ArgumentException
            or OverflowException or IOException or FormatException)
        {
            throw new ToolException($"{path} is no .NET assembly, or a damaged one: {exception.Message}", exception);
        }
    }

    /// <summary>The networks with these names, or all where there are none.</summary>
    /// <exception cref="ToolException">A name is of none, or there is no network at all.</exception>
    public static IReadOnlyList<DeclaredNetwork> Read(string path, IReadOnlyList<string> names)
    {
        IReadOnlyList<DeclaredNetwork> all = Read(path);
        if (all.Count == 0) throw new ToolException($"{path} declares no network: it has no class with [FusedNetwork].");
        string known = string.Join(", ", all.Select(network => network.Name));
        return names.Count == 0
            ? all
            : [.. names.Select(name => all.FirstOrDefault(network => network.Name == name || network.FullName == name)
                ?? throw new ToolException($"{path} has no network '{name}'; there are {known}."))];
    }

    private static DeclaredNetwork? Network(PEReader image, MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        if (Constant(reader, type, "FusionPlan") is not string plan || Constant(reader, type, "ParameterCount") is not long parameters
            || Constant(reader, type, "MultiplyAdds") is not long multiplyAdds
            || Constant(reader, type, "WorkspaceBytes") is not long workspace
            || Method(reader, type, "get_Description") is not { } description)
            return null;
        // Description gives back what the generated class made: its getter calls another one.
        IReadOnlyList<DeclaredSize> sizes = [];
        foreach (int token in IntermediateLanguage.Calls(Body(image, description)))
        {
            if (MetadataTokensOf(token) is not { } called) continue;
            TypeDefinition generated = reader.GetTypeDefinition(reader.GetMethodDefinition(called).GetDeclaringType());
            if (Method(reader, generated, "CreateDescription") is { } create) sizes = Sizes(reader, Body(image, create));
        }
        return sizes.Count == 0 ? null
            : new DeclaredNetwork(FullName(reader, handle), parameters, multiplyAdds, workspace, plan, sizes);
    }

    /// <summary>The texts that the description is made of: for each size the graph, the plan, and the kernels.</summary>
    private static IReadOnlyList<DeclaredSize> Sizes(MetadataReader reader, ImmutableArray<byte> body)
    {
        string[] texts = [.. IntermediateLanguage.Texts(body).Select(token =>
            reader.GetUserString(System.Reflection.Metadata.Ecma335.MetadataTokens.UserStringHandle(token & 0xFFFFFF)))];
        return [.. Enumerable.Range(0, texts.Length).Where(i => i + 2 < texts.Length && IsGraph(texts[i]))
            .Select(i => new DeclaredSize(GraphText.Parse(texts[i]), texts[i + 2].Split('\n', StringSplitOptions.RemoveEmptyEntries)))];

        static bool IsGraph(string text) =>
            text.StartsWith("graph ", StringComparison.Ordinal) && text.Contains("\n%0 ", StringComparison.Ordinal);
    }

    private static MethodDefinitionHandle? MetadataTokensOf(int token)
    {
        EntityHandle handle = System.Reflection.Metadata.Ecma335.MetadataTokens.EntityHandle(token);
        return handle.Kind == HandleKind.MethodDefinition ? (MethodDefinitionHandle)handle : null;
    }

    private static ImmutableArray<byte> Body(PEReader image, MethodDefinition method) =>
        method.RelativeVirtualAddress == 0 ? [] : image.GetMethodBody(method.RelativeVirtualAddress).GetILContent();

    private static MethodDefinition? Method(MetadataReader reader, TypeDefinition type, string name)
    {
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (reader.StringComparer.Equals(method.Name, name)) return method;
        }
        return null;
    }

    private static object? Constant(MetadataReader reader, TypeDefinition type, string name)
    {
        foreach (FieldDefinitionHandle handle in type.GetFields())
        {
            FieldDefinition field = reader.GetFieldDefinition(handle);
            if (!reader.StringComparer.Equals(field.Name, name) || field.GetDefaultValue().IsNil) continue;
            Constant constant = reader.GetConstant(field.GetDefaultValue());
            return reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
        }
        return null;
    }

    private static string FullName(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name), space = reader.GetString(type.Namespace);
        if (!type.GetDeclaringType().IsNil) return $"{FullName(reader, type.GetDeclaringType())}+{name}";
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
