using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Reads attributes that constrain the weights of the operation before them.</summary>
internal sealed class ConstraintReader(TypeReader owner)
{
    private const string BaseType = "Fusion.Training.WeightConstraintAttribute";

    public static bool IsOne(AttributeData attribute) => KnownTypes.IsNamed(attribute.AttributeClass?.BaseType, BaseType);

    /// <param name="operations">Those that stand before the attribute.</param>
    public void AddTo(List<OperationSpec> operations, AttributeData attribute)
    {
        ParseSession session = owner.Session;
        if (attribute.AttributeConstructor is null)
        {
            session.HasSilentErrors = true;
            return;
        }

        Location place = attribute.ApplicationSyntaxReference?.GetSyntax(session.Cancellation).GetLocation() ?? Location.None;
        string kind = TypeReader.WithoutSuffix(attribute.AttributeClass!.Name);
        if (operations.Count == 0)
        {
            owner.Report(Rules.WeightConstraint, place, $"{kind} constrains the weights of the operation before it, but it stands first; "
                + "put it directly behind Conv, DepthwiseConv or Linear");
            return;
        }

        double sum = attribute.ConstructorArguments.FirstOrDefault().Value is double value ? value : 0;
        var constraint = new ConstraintSpec(owner.NewId(() => place), kind, new NamedArguments(attribute).Numbers("A"), sum);
        OperationSpec last = operations[operations.Count - 1];
        operations[operations.Count - 1] = last with { Constraints = last.Constraints.Append(constraint).ToEquatableArray() };
    }
}
