using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Lower;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator;

/// <summary>Whether an alignment fits its two networks, whoever trains with it.</summary>
internal static class AlignmentCheck
{
    /// <summary>What C# says of a member that a type does not have.</summary>
    private const string MissingMember = "CS0117";

    /// <summary>What is wrong with the alignment, as one sentence; empty where nothing is, or the networks' own mistakes come
    /// first.</summary>
    public static string FindMistake(AlignmentModel model)
    {
        if (model.Mistake.Length > 0) return model.Mistake;
        if (model is not { Spec: { } spec, StudentNetwork: { } student, TeacherNetwork: { } teacher }) return "";
        LoweringResult own = Lowering.Lower(student), others = Lowering.Lower(teacher);
        if (own.Errors.Count > 0 || others.Errors.Count > 0) return "";
        try
        {
            var teaching = new Teaching(own.Graphs[0], others.Graphs[0]);
            AlignedStudent.Of(teaching, [spec]);
            model.Alone?.Build(teaching, AlignmentProgram.Backward);
            return "";
        }
        catch (Exception exception) when (exception is AlignmentException or DifferentiationException or ShapeException)
        {
            return exception.Message;
        }
    }

    /// <summary>Whether C# misses a name in a right alignment's attribute only because the generated member is not there yet.</summary>
    public static bool Explains(Diagnostic error, Compilation compilation, IAssemblySymbol runtime, CancellationToken cancellation)
    {
        if (error.Id != MissingMember || error.Location.SourceTree is not { } tree) return false;
        SyntaxNode node = tree.GetRoot(cancellation).FindNode(error.Location.SourceSpan);
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration) return false;
        var session = new ParseSession(compilation, runtime, null, cancellation);
        return session.Model(tree).GetDeclaredSymbol(declaration, cancellation) is INamedTypeSymbol type
            && AlignmentReader.Find(type)?.ApplicationSyntaxReference?.GetSyntax(cancellation) == attribute
            && AlignmentReader.Read(session, type) is { } model && FindMistake(model).Length == 0;
    }
}
