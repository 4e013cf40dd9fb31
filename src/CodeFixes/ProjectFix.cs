using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;

namespace Fusion.CodeFixes;

/// <summary>A fix that changes the options of the project, which the editor writes into its file.</summary>
public abstract class ProjectFix(string title, params string[] ids) : FusionFix(ids)
{
    /// <summary>The project with other options.</summary>
    protected abstract Project Change(Project project);

    internal sealed override Task<CodeAction?> PrepareAsync(
        Solution solution, IReadOnlyList<(Document Document, Diagnostic Diagnostic)> found, CancellationToken cancellation)
    {
        IReadOnlyList<ProjectId> projects = [.. found.Select(place => place.Document.Project.Id).Distinct()];
        return Task.FromResult<CodeAction?>(projects.Count == 0
            ? null
            : CodeAction.Create(title, _ => Task.FromResult(ChangeAll(solution, projects)), EquivalenceKey));
    }

    private Solution ChangeAll(Solution solution, IEnumerable<ProjectId> projects) =>
        projects.Aggregate(solution, (changed, id) => changed.GetProject(id) is { } project ? Change(project).Solution : changed);
}
