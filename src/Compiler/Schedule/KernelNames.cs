using System.Text;

namespace Fusion.Compiler.Schedule;

/// <summary>Makes method names from the kernels' titles: <c>layer1.0.conv1: 1×1 …</c> becomes <c>Layer1_0_Conv1</c>.</summary>
public static class KernelNames
{
    /// <param name="kernels">All of a network, in order; those that others call, too.</param>
    /// <param name="isTaken">Whether something else has a name.</param>
    public static void Assign(IEnumerable<KernelPlan> kernels, Func<string, bool>? isTaken = null)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (KernelPlan kernel in kernels)
        {
            string name = Identifier(kernel.Title.Split(':')[0]) + kernel.NameSuffix;
            if (isTaken?.Invoke(name) == true) name += "_Layer";
            string unique = name;
            for (int i = 2; !used.Add(unique); i++) unique = name + "_" + i;
            kernel.Name = unique;
        }
    }

    private static string Identifier(string text)
    {
        var name = new StringBuilder();
        bool upper = true;
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c) && c < 128)
            {
                name.Append(upper ? char.ToUpperInvariant(c) : c);
                upper = false;
                continue;
            }
            if (name.Length > 0 && name[name.Length - 1] != '_') name.Append('_');
            upper = true;
        }
        string trimmed = name.ToString().Trim('_');
        if (trimmed.Length > 48) trimmed = trimmed.Substring(0, 48).TrimEnd('_');
        return trimmed.Length == 0 || char.IsDigit(trimmed[0]) ? "Kernel" + trimmed : trimmed;
    }
}
