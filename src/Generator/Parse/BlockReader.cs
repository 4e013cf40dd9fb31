using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;

namespace Fusion.Generator.Parse;

/// <summary>Reads a block.</summary>
internal static class BlockReader
{
    public static BlockSpec Read(TypeReader reader)
    {
        (string Found, string Mend)? mistake =
            reader.Type.IsGenericType ? ("is generic, or nested in a generic type", "make it a class without type parameters")
            : reader.Type.IsAbstract || reader.Type.IsStatic
                ? (reader.Type.IsStatic ? "is static" : "is abstract", "make it an ordinary class")
            : reader.Constructor is { Parameters.Length: > 0 }
                && TypeReader.PrimaryConstructor(reader.Type, reader.Session.Cancellation) is null
                ? ("has a constructor with a body", $"write 'class {reader.Type.Name}(int width)'")
            : null;
        if (mistake is { } found) reader.Report(Rules.UnsuitableBlock, reader.Identifier(), reader.Type.Name, found.Found, found.Mend);
        return reader.Read();
    }
}
