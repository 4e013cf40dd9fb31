using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Support.Ptx.Instructions;

/// <summary>
/// Makes one instruction of a product and the sum or difference that takes it, wherever the driver's compiler may: both in one block and
/// without a rounding mode. The products stay, for others may use them.
/// </summary>
internal static class Contraction
{
    /// <summary>c - a · b, of a, b and c.</summary>
    public const string ProductFrom = "fma of a difference.f32";

    /// <summary>a · b - c, of a, b and c.</summary>
    public const string FromProduct = "fma minus.f32";

    /// <summary>The statements of a kernel, as many as before.</summary>
    public static IReadOnlyList<PtxStatement> Of(PtxKernel kernel)
    {
        var contracted = new List<PtxStatement>();
        var labels = kernel.Labels.Values.ToHashSet();
        // By the register with the product.
        var products = new Dictionary<string, PtxStatement>(StringComparer.Ordinal);
        // The products that a register has a part in.
        var parts = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        for (int i = 0; i < kernel.Statements.Count; i++)
        {
            PtxStatement statement = kernel.Statements[i];
            if (labels.Contains(i)) products.Clear();
            contracted.Add(Contract(statement, products));
            if (statement.Name.StartsWith("br", StringComparison.Ordinal)) products.Clear();
            foreach (string written in Results(statement))
            {
                if (!parts.Remove(written, out List<string>? ended)) continue;
                foreach (string product in ended) products.Remove(product);
            }
            if (statement is not { Name: "mul.f32", Guard: null } || Factors(statement).Contains(Result(statement))) continue;
            products[Result(statement)] = statement;
            foreach (string register in statement.Operands.Select(operand => operand.Text))
            {
                if (!parts.TryGetValue(register, out List<string>? used)) parts.Add(register, used = []);
                used.Add(Result(statement));
            }
        }
        return contracted;
    }

    private static PtxStatement Contract(PtxStatement statement, Dictionary<string, PtxStatement> products)
    {
        if (statement.Name is not ("add.f32" or "sub.f32")) return statement;
        string[] terms = [.. Factors(statement)];
        // Of two products that are added, the second is written last, behind a sum that is at hand already.
        for (int i = 1; i >= 0; i--)
        {
            if (!products.TryGetValue(terms[i], out PtxStatement? product)) continue;
            string name = statement.Name == "add.f32" ? "fma.rn.f32" : i == 1 ? ProductFrom : FromProduct;
            return statement with
            {
                Name = name,
                Operands = [statement.Operands[0], product.Operands[1], product.Operands[2], statement.Operands[2 - i]],
            };
        }
        return statement;
    }

    private static string Result(PtxStatement statement) => statement.Operands[0].Text;

    private static IEnumerable<string> Factors(PtxStatement statement) => statement.Operands.Skip(1).Select(operand => operand.Text);

    private static IEnumerable<string> Results(PtxStatement statement) =>
        statement.Operands.Count == 0 ? []
        : statement.Operands[0].Kind == PtxOperandKind.Vector ? statement.Operands[0].Elements.Select(element => element.Text)
        : [Result(statement)];
}
