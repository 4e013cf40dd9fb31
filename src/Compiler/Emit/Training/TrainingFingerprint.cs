using System.Security.Cryptography;
using System.Text;

namespace Fusion.Compiler.Emit.Training;

/// <summary>Tells declared trainings apart, so that a checkpoint goes on only with the one that wrote it.</summary>
internal static class TrainingFingerprint
{
    /// <summary>
    /// The SHA-256 of all that decides what a step makes of a state: the graphs with the network, the batch, losses, optimiser and their
    /// options, the weights of the losses, and the teacher's class. How the step is scheduled has no part in it.
    /// </summary>
    /// <param name="programs">As they are declared, before they are rewritten.</param>
    public static string Of(IEnumerable<Graph> programs, TrainingClass training)
    {
        var text = new StringBuilder();
        text.Append(training.Network).Append('\n').Append(training.Teacher?.Type).Append('\n');
        text.Append(training.ComparedDeclaration).Append('\n');
        foreach (var (name, weight) in training.Terms) text.Append(name).Append(' ').Append(WeightSources.Double(weight)).Append('\n');
        foreach (Graph program in programs) text.Append(GraphText.Print(program));
        using var hash = SHA256.Create();
        byte[] bytes = hash.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
        return string.Concat(bytes.Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
